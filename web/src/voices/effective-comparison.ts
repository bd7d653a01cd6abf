import type { ModelEntry } from '../api/types.ts';
import { type Comparison, useComparison } from '../state/comparison.ts';
import { type KeptVoice, useVoices } from './voices-store.ts';

/** The voices that a model can compare with: those that it computed itself. */
export function voicesOf(model: ModelEntry, voices: readonly KeptVoice[]): readonly KeptVoice[] {
  return voices.filter(({ modelId }) => modelId === model.id);
}

/** What a model compares recordings with: the user's choice, or nothing if the model cannot do it. */
export function effectiveComparison(
  model: ModelEntry,
  chosen: Comparison = useComparison.getState(),
  voices: readonly KeptVoice[] = useVoices.getState().voices ?? [],
): Comparison {
  if (model.comparesVoices === false) return { kind: 'none' };
  if (chosen.kind !== 'voice') return chosen;
  const isKnown = voicesOf(model, voices).some(({ id }) => id === chosen.voiceId);
  return isKnown ? chosen : { kind: 'none' };
}
