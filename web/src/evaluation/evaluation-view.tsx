import { Stack } from '@mantine/core';
import { useEffect } from 'react';
import { setDropTarget } from '../recognise/drop-target.ts';
import { isAudioName } from './engine.ts';
import { addFiles, isTableName, useEvaluation } from './evaluation-store.ts';
import { InputPanel } from './input-panel.tsx';
import { ResultView } from './result-view.tsx';
import { useLabels, usePlan } from './use-plan.ts';

/** The tab for evaluations: labelled recordings, and how well the model classifies them. */
export function EvaluationView() {
  const labels = useLabels();
  const plan = usePlan(labels);
  const running = useEvaluation((state) => state.running);
  useEffect(
    () =>
      setDropTarget('evaluation', {
        take: (files) => void addFiles(files),
        isWanted: (name) => isAudioName(name) || isTableName(name),
      }),
    [],
  );
  return (
    <Stack gap="lg">
      <InputPanel labels={labels} plan={plan} />
      {/* Figures of a part of the recordings would change with every result. */}
      {plan && !running && <ResultView plan={plan} />}
    </Stack>
  );
}
