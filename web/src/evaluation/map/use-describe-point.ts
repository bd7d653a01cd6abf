import { useCallback } from 'react';
import { useEvaluationWords } from '../evaluation-words.ts';
import type { MapPoint } from './map-points.ts';

/** Returns a function that names a point: its file, its label and its result with the probability. */
export function useDescribePoint(): (point: MapPoint) => string {
  const { t, language, percent } = useEvaluationWords();
  return useCallback(
    ({ name, groups, score }) => {
      const { label, result, verdict, speaker } = groups;
      const words = t('point', {
        ...{ name, label: label?.[language], result: result?.[language] },
        ...{ score: percent(score), verdict: verdict?.[language] },
      });
      return speaker ? t('pointOf', { words, speaker: speaker[language] }) : words;
    },
    [t, language, percent],
  );
}
