import { Group, Skeleton, Stack } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Recognition } from '../api/types.ts';
import { HAS_SERVER } from '../backend/backend-store.ts';
import { CopyButton } from '../common/copy-button.tsx';
import { Panel } from '../common/panel.tsx';
import { useWords } from '../i18n/use-words.ts';
import { usePage } from '../state/page-store.ts';
import type { RunFacts } from '../state/run-facts.ts';
import { apiCall, commandLine } from './equivalent-calls.ts';
import { ExportButtons } from './export-buttons.tsx';
import { Timeline } from './timeline.tsx';

/** The audio libraries are fetched with the first result. */
const Player = lazy(async () => ({ default: (await import('./player.tsx')).Player }));

type ResultDetailsProps = {
  readonly result: Recognition;
  readonly name: string;
  /** Absent for a result of the history, which stores no audio. */
  readonly recording?: Blob | undefined;
  readonly facts: RunFacts | undefined;
};

/** The waveform of the recording, the emotion along it, exports and equivalent calls. */
export function ResultDetails({ result, name, recording, facts }: ResultDetailsProps) {
  const { t } = useWords();
  const needsToken = usePage(({ settings }) => settings?.needsToken ?? false);
  return (
    <Panel
      heading={t('result.time')}
      aside={
        <Group gap="xs">
          <ExportButtons items={() => [{ item: result, facts }]} />
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
          {HAS_SERVER && (
            <CopyButton
              label={t('result.copyApi')}
              text={apiCall(result, location.origin, needsToken)}
            />
          )}
        </Group>
      </Stack>
    </Panel>
  );
}
