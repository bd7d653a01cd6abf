import { useMemo } from 'react';
import type { Label } from '../api/types.ts';
import { chosenModel, useModels } from '../state/models-store.ts';
import { classesOf, type OwnClass, useAdaptation } from './adaptation-store.ts';

const NO_LABELS: readonly Label[] = [];

/** The classes that are shown: the user's own, or those of the chosen model. */
export function useClasses(): readonly OwnClass[] {
  const own = useAdaptation(({ classes }) => classes);
  const labels = useModels((state) => chosenModel(state)?.manifest?.labels ?? NO_LABELS);
  return useMemo(() => own ?? classesOf(labels), [own, labels]);
}

/** The classes that are shown at this moment. */
export function shownClasses(): readonly OwnClass[] {
  const { classes } = useAdaptation.getState();
  return classes ?? classesOf(chosenModel(useModels.getState())?.manifest?.labels ?? NO_LABELS);
}
