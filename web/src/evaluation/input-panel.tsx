import { Button, Group, Stack, Text } from '@mantine/core';
import { IconFolderOpen, IconGridDots } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { Panel } from '../common/panel.tsx';
import dropClasses from '../recognise/drop-zone.module.css';
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
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const hover = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(isOver);
  };
  return (
    <div>
      <button
        type="button"
        className={dropClasses['zone']}
        data-over={over}
        data-testid="evaluation-drop"
        onDragOver={hover(true)}
        onDragLeave={hover(false)}
        onDrop={hover(false)}
        onClick={() => input.current?.click()}
      >
        <IconGridDots size={34} stroke={1.4} aria-hidden />
        <Text component="span" fw={550}>
          {t('drop')}
        </Text>
        <Text component="span" size="sm" c="var(--quiet)">
          {t('dropHint')}
        </Text>
      </button>
      <Group justify="center" mt={6}>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconFolderOpen size={14} />}
          onClick={chooseFolder}
        >
          {t('folder')}
        </Button>
      </Group>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('choose')}
        data-testid="evaluation-files"
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          // So that choosing the same file again is a change.
          currentTarget.value = '';
        }}
      />
    </div>
  );
}

function chooseFolder(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.webkitdirectory = true;
  input.addEventListener('change', () => {
    take(input.files);
  });
  input.click();
}

function take(files: FileList | null): void {
  const isWanted = (name: string) => isAudioName(name) || isTableName(name);
  void addFiles(readChosen([...(files ?? [])], isWanted));
}
