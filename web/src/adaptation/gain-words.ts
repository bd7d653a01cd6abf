import type { AdaptationResult, Estimate, Gain } from '../api/adaptations.ts';
import { useAdaptationWords } from './adaptation-words.ts';

/** What an adaptation gained, in words: the figures, what they were measured on, and what follows. */
export type GainWords = { readonly title: string; readonly lines: readonly string[] };

/** Writes the gain of an adaptation. */
export function useGainWords(result: AdaptationResult): GainWords {
  const { t, share, number } = useAdaptationWords();
  const { gain, relative, heldOut, clips, speakers, isBetter } = result;
  const figures = ({ before, after }: Gain) => ({
    ...{ before: share(before.value), after: share(after.value) },
    ...{ from: share(after.interval[0]), to: share(after.interval[1]) },
  });
  const shown = figures(gain);
  const who = speakers > 0 ? t('speakers', { count: speakers }) : t('speakersUnknown');
  const points = (value: number) => signed(100 * value, (size) => number(size, 0));
  const { value, interval } = gain.gain;
  return {
    title: t(shown.before === shown.after ? 'same' : 'gain', shown),
    lines: [
      t('basis', { by: t(`by.${heldOut}`), clips, speakers: who }),
      t('difference', {
        ...{ value: points(value), from: points(interval[0]), to: points(interval[1]) },
      }),
      ...(isBetter
        ? interval[0] > 0
          ? []
          : [t('betterByScore')]
        : [t(isWorse(gain.gain) ? 'whyWorse' : 'whyNot')]),
      ...(relative ? [t('relative', figures(relative))] : []),
    ],
  };
}

const isWorse = ({ interval }: Estimate) => interval[1] < 0;

/** A difference with its sign; the minus is the one of typography. */
function signed(value: number, format: (size: number) => string): string {
  const size = format(Math.abs(value));
  if (Math.round(value) === 0) return size;
  return value > 0 ? `+${size}` : `−${size}`;
}
