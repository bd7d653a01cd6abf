import { NativeSelect, Text } from '@mantine/core';
import {
  chooseComparison,
  comparisonKey,
  parseComparison,
  useComparison,
} from '../../state/comparison.ts';
import { chosenModel, useModels } from '../../state/models-store.ts';
import { effectiveComparison, voicesOf } from '../../voices/effective-comparison.ts';
import { useVoices } from '../../voices/voices-store.ts';
import { useConversationWords } from '../conversation-words.ts';
import type { LiveState } from './use-live.ts';

/** Chooses what live speech is compared with: its own first seconds, or a voice that is kept. */
export function VoiceSelect() {
  const { t, page } = useConversationWords();
  const model = useModels(chosenModel);
  const voices = useVoices((state) => state.voices) ?? [];
  const chosen = useComparison();
  const usable = model ? voicesOf(model, voices) : [];
  if (model?.comparesVoices === false || !model || usable.length === 0) return null;
  const comparison = effectiveComparison(model, chosen, voices);
  return (
    <NativeSelect
      label={t('live.voice')}
      data={[
        { value: 'none', label: t('live.voiceLearn') },
        ...usable.map(({ id, name, baseline }) => ({
          value: comparisonKey({ kind: 'voice', voiceId: id }),
          label: page('voices.option', { name, seconds: Math.round(baseline.seconds) }),
        })),
      ]}
      value={comparison.kind === 'voice' ? comparisonKey(comparison) : 'none'}
      onChange={({ currentTarget }) => {
        chooseComparison(parseComparison(currentTarget.value));
      }}
    />
  );
}

/** What the speech is compared with now; nothing for a model that does not compare. */
export function Comparison({ state: { voice, baselineSeconds } }: { readonly state: LiveState }) {
  const { t } = useConversationWords();
  const model = useModels(chosenModel);
  if (model?.comparesVoices === false) return null;
  const words = () => {
    if (voice !== undefined) return t('live.comparedWith', { name: voice });
    if (baselineSeconds === 0) return t('live.compare');
    return t('live.comparedFirst', { seconds: Math.round(baselineSeconds) });
  };
  return (
    <Text size="sm" c="var(--quiet)" className="break" data-testid="live-comparison">
      {words()}
    </Text>
  );
}
