import { Stack } from '@mantine/core';
import { isTableName } from '../evaluation/evaluation-store.ts';
import { isAudioName } from '../recognise/read-dropped.ts';
import { useDropTarget } from '../recognise/use-drop-target.ts';
import { ClassesPanel } from './classes-panel.tsx';
import { InputPanel } from './input-panel.tsx';
import { ResultPanel } from './result-panel.tsx';
import { RunPanel } from './run-panel.tsx';
import { useTake } from './use-take.ts';

const isWanted = (name: string) => isAudioName(name) || isTableName(name);

/** The tab for adaptation: own clips by their classes, and what a model that is adapted to them is worth. */
export function AdaptationView() {
  const { take, notice } = useTake();
  useDropTarget('adaptation', take, isWanted);
  return (
    <Stack gap="lg">
      <InputPanel onFiles={take} isWanted={isWanted} notice={notice} />
      <ClassesPanel />
      <RunPanel />
      <ResultPanel />
    </Stack>
  );
}
