import { useMemo } from 'react';
import type { Label } from '../api/types.ts';
import { chosenModel, useModels } from '../state/models-store.ts';
import { checkLabels, type Plan } from './check-labels.ts';
import { useEvaluation } from './evaluation-store.ts';
import { matchClips, type MatchedClips } from './match-clips.ts';

/** What is known about the labels: where they come from, or why there are none. */
export type Labels =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly matched: MatchedClips }
  | { readonly kind: 'failed'; readonly message: string };

/** The labels of the recordings that were given. They are not read again while results arrive. */
export function useLabels(): Labels {
  // The names are a string, so that a changed job alone is no change.
  const names = useEvaluation(({ jobs }) => jobs.map(({ name }) => name).join('\n'));
  const tables = useEvaluation((state) => state.tables);
  return useMemo((): Labels => {
    if (names === '' && tables.length === 0) return { kind: 'none' };
    try {
      return {
        kind: 'found',
        matched: matchClips(names === '' ? [] : names.split('\n'), tables),
      };
    } catch (error) {
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }, [names, tables]);
}

const NO_LABELS: readonly Label[] = [];

/** The clips that the chosen model is judged on; `undefined` before its classes are known. */
export function usePlan(labels: Labels): Plan | undefined {
  const classes = useModels((state) => chosenModel(state)?.manifest?.labels ?? NO_LABELS);
  return useMemo(
    () =>
      labels.kind === 'found' && classes.length > 0
        ? checkLabels(labels.matched, classes)
        : undefined,
    [labels, classes],
  );
}
