import { Stack, Text } from '@mantine/core';
import { IconGridDots } from '@tabler/icons-react';
import { FileZone } from '../common/file-zone.tsx';
import { Panel } from '../common/panel.tsx';
import { readChosen } from '../recognise/read-dropped.ts';
import type { Plan } from './check-labels.ts';
import { isAudioName } from './engine.ts';
import { addFiles, isTableName } from './evaluation-store.ts';
import { useEvaluationWords } from './evaluation-words.ts';
import { GivenFiles } from './given-files.tsx';
import { RunControls } from './run-controls.tsx';
import type { Labels } from './use-plan.ts';

type InputPanelProps = { readonly labels: Labels; readonly plan: Plan | undefined };

/** Takes recordings and their labels, and starts the evaluation. */
export function InputPanel({ labels, plan }: InputPanelProps) {
  const { t } = useEvaluationWords();
  return (
    <Panel heading={t('heading')} testId="evaluation-input">
      <Stack gap="md">
        <Text size="sm" c="var(--quiet)">
          {t('intro')}
        </Text>
        <Drop />
        <GivenFiles labels={labels} />
        <RunControls labels={labels} plan={plan} />
      </Stack>
    </Panel>
  );
}

function Drop() {
  const { t } = useEvaluationWords();
  return (
    <div>
      <FileZone
        icon={<IconGridDots size={34} stroke={1.4} aria-hidden />}
        title={t('drop')}
        lines={[t('dropHint')]}
        label={t('choose')}
        testId="evaluation-drop"
        folder={t('folder')}
        onFiles={take}
      />
    </div>
  );
}

function take(files: readonly File[]): void {
  const isWanted = (name: string) => isAudioName(name) || isTableName(name);
  void addFiles(readChosen([...files], isWanted));
}
