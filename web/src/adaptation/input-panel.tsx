import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useBackend } from '../backend/backend-store.ts';
import { FileZone } from '../common/file-zone.tsx';
import { Panel } from '../common/panel.tsx';
import { useEvaluation } from '../evaluation/evaluation-store.ts';
import { readChosen } from '../recognise/read-dropped.ts';
import type { NewRecording } from '../state/session-store.ts';
import { useAdaptationWords } from './adaptation-words.ts';
import type { Taken } from './take-files.ts';

/** Names that are shown of recordings without a label. */
const SHOWN_NAMES = 5;

type InputPanelProps = {
  readonly onFiles: (files: readonly NewRecording[]) => void;
  readonly isWanted: (name: string) => boolean;
  readonly notice: Taken | undefined;
};

/** Takes labelled recordings, and says what was found. */
export function InputPanel({ onFiles, isWanted, notice }: InputPanelProps) {
  const { t } = useAdaptationWords();
  const isDevice = useBackend(({ kind }) => kind === 'device');
  return (
    <Panel heading={t('heading')} testId="adaptation-input">
      <Stack gap="md">
        <Text size="sm" c="var(--quiet)">
          {t('intro')} {t(isDevice ? 'onDevice' : 'onServer')}
        </Text>
        <div>
          <FileZone
            icon={<IconAdjustments size={34} stroke={1.4} aria-hidden />}
            title={t('drop')}
            lines={[t('dropHint')]}
            label={t('choose')}
            testId="adaptation-drop"
            folder={t('folder')}
            onFiles={(files) => {
              onFiles(readChosen(files, isWanted));
            }}
          />
        </div>
        <FromEvaluation onFiles={onFiles} />
        <Notice notice={notice} />
      </Stack>
    </Panel>
  );
}

/** Whoever has seen how good a model is need not choose the same files again. */
function FromEvaluation({ onFiles }: Pick<InputPanelProps, 'onFiles'>) {
  const { t } = useAdaptationWords();
  const count = useEvaluation(({ jobs }) => jobs.length);
  if (count === 0) return null;
  const take = () => {
    const { jobs, tables } = useEvaluation.getState();
    onFiles([
      ...jobs.flatMap(({ name, recording }) => (recording ? [{ name, recording }] : [])),
      ...tables.map(({ name, text }) => ({ name, recording: new Blob([text]) })),
    ]);
  };
  return (
    <Group justify="center">
      <Button variant="default" size="xs" onClick={take}>
        {t('fromEvaluation')}
      </Button>
    </Group>
  );
}

function Notice({ notice }: { readonly notice: Taken | undefined }) {
  const { t } = useAdaptationWords();
  if (!notice) return null;
  const { clips, unlabelled, message } = notice;
  const names = unlabelled.slice(0, SHOWN_NAMES).join(', ');
  return (
    <div role="status" data-testid="adaptation-notice">
      {clips.length > 0 && <Text size="sm">{t('added', { count: clips.length })}</Text>}
      {unlabelled.length > 0 && (
        <Alert color="orange" mt="xs">
          <Text size="sm" className="break">
            {message === undefined
              ? t('unlabelled', {
                  count: unlabelled.length,
                  names: unlabelled.length > SHOWN_NAMES ? `${names} …` : names,
                })
              : t('noLabels')}
          </Text>
          {message !== undefined && (
            <Text size="sm" c="var(--quiet)" lang="en" className="break">
              {message}
            </Text>
          )}
        </Alert>
      )}
    </div>
  );
}
