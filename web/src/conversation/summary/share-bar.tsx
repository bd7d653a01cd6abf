import type { Label } from '@engine/labels.js';
import { emotionColor } from '../../common/emotion-color.ts';
import { useConversationWords } from '../conversation-words.ts';
import classes from './summary.module.css';

type ShareBarProps = {
  /** Shares of 1 by the ids of the labels. */
  readonly shares: Readonly<Record<string, number>>;
  readonly labels: readonly Label[];
  readonly speaker: string;
};

/** The share of each emotion in somebody's speech as one bar, and as a list of words. */
export function ShareBar({ shares, labels, speaker }: ShareBarProps) {
  const { t, name, percent } = useConversationWords();
  const parts = labels
    .map((label, at) => ({
      label,
      share: shares[label.id] ?? 0,
      color: emotionColor(label.en, at),
    }))
    .filter(({ share }) => share >= 0.001);
  return (
    <>
      <div className={classes['bar']} aria-hidden>
        {parts.map(({ label, share, color }) => (
          <span key={label.id} style={{ flexGrow: share, background: color }} />
        ))}
      </div>
      <ul className={classes['words']} aria-label={t('shareOf', { speaker })}>
        {parts.map(({ label, share, color }) => (
          <li key={label.id}>
            <i style={{ background: color }} aria-hidden />
            {name(label)} {percent(share)}
          </li>
        ))}
      </ul>
    </>
  );
}
