import { Stack } from '@mantine/core';
import { useDropTarget } from '../recognise/use-drop-target.ts';
import type { NewRecording } from '../state/session-store.ts';
import { isAudioName } from './engine.ts';
import { addFiles, isTableName, useEvaluation } from './evaluation-store.ts';
import { InputPanel } from './input-panel.tsx';
import { ResultView } from './result-view.tsx';
import { useLabels, usePlan } from './use-plan.ts';

const take = (files: readonly NewRecording[]) => void addFiles(files);
const isWanted = (name: string) => isAudioName(name) || isTableName(name);

/** The tab for evaluations: labelled recordings, and how well the model classifies them. */
export function EvaluationView() {
  const labels = useLabels();
  const plan = usePlan(labels);
  const running = useEvaluation((state) => state.running);
  useDropTarget('evaluation', take, isWanted);
  return (
    <Stack gap="lg">
      <InputPanel labels={labels} plan={plan} />
      {/* Figures of a part of the recordings would change with every result. */}
      {plan && !running && <ResultView plan={plan} />}
    </Stack>
  );
}
