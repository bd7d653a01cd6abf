import { Group, Progress, Text } from '@mantine/core';
import { Panel } from '../common/panel.tsx';
import { useWords } from '../i18n/use-words.ts';
import { ExportButtons } from '../result/export-buttons.tsx';
import { type Job, useSession } from '../state/session-store.ts';
import { QueueTable } from './queue-table.tsx';

/** Several recordings: how far they are and what came out. */
export function QueuePanel() {
  const { t } = useWords();
  const jobs = useSession((state) => state.jobs);
  const done = jobs.filter(isDone).length;
  return (
    <Panel heading={t('queue.heading')} aside={<Exports jobs={jobs} />} testId="queue-panel">
      <Text size="sm" c="var(--quiet)" role="status" mb={6} className="numbers">
        {t('queue.done', { done, total: jobs.length })}
      </Text>
      <Progress value={(100 * done) / jobs.length} mb="md" aria-label={t('queue.heading')} />
      <QueueTable jobs={jobs} />
    </Panel>
  );
}

function Exports({ jobs }: { readonly jobs: readonly Job[] }) {
  const nothing = !jobs.some(isDone);
  const rows = () =>
    jobs
      .filter(isDone)
      .map(({ name, result, problem }) => result ?? { file: name, error: problem ?? UNKNOWN });
  return (
    <Group gap="xs">
      <ExportButtons items={rows} disabled={nothing} />
    </Group>
  );
}

const UNKNOWN = { code: 'page-error', status: 0, title: 'Unknown' };

function isDone({ status }: Job): boolean {
  return status === 'finished' || status === 'failed';
}
