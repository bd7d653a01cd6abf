import { Group, Skeleton, Stack } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Recognition } from '../api/types.ts';
import { CopyButton } from '../common/copy-button.tsx';
import { Panel } from '../common/panel.tsx';
import { useWords } from '../i18n/use-words.ts';
import { apiCall, commandLine } from './equivalent-calls.ts';
import { ExportButtons } from './export-buttons.tsx';
import { Timeline } from './timeline.tsx';

/** The audio libraries are fetched with the first result. */
const Player = lazy(async () => ({ default: (await import('./player.tsx')).Player }));

type ResultDetailsProps = {
  readonly result: Recognition;
  readonly name: string;
  /** Absent for a result of the history, which keeps no audio. */
  readonly recording?: Blob;
};

/** The recording with its waveform, the emotion along it, and ways to take the result elsewhere. */
export function ResultDetails({ result, name, recording }: ResultDetailsProps) {
  const { t } = useWords();
  return (
    <Panel
      heading={t('result.time')}
      aside={
        <Group gap="xs">
          <ExportButtons items={() => [result]} />
        </Group>
      }
      testId="details"
    >
      <Stack gap="lg">
        {recording && (
          <Suspense fallback={<Skeleton height={140} aria-label={t('result.loadingPlayer')} />}>
            <Player name={name} recording={recording} result={result} />
          </Suspense>
        )}
        <Timeline result={result} />
        <Group gap="xs">
          <CopyButton label={t('result.copyCli')} text={commandLine(result)} />
          <CopyButton label={t('result.copyApi')} text={apiCall(result, location.origin)} />
        </Group>
      </Stack>
    </Panel>
  );
}
