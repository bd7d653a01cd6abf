import { Group, Progress, Text } from '@mantine/core';
import { Panel } from '../common/panel.tsx';
import { useWords } from '../i18n/use-words.ts';
import { ExportButtons } from '../result/export-buttons.tsx';
import { type Job, useSession } from '../state/session-store.ts';
import { QueueTable } from './queue-table.tsx';

/** Several recordings: their progress and their results. */
export function QueuePanel() {
  const { t } = useWords();
  const jobs = useSession((state) => state.jobs);
  const running = useSession((state) => state.running);
  const done = jobs.filter(isDone).length;
  return (
    <Panel
      heading={t(running || done < jobs.length ? 'queue.heading' : 'queue.headingDone')}
      aside={<Exports jobs={jobs} />}
      testId="queue-panel"
    >
      <Text size="sm" c="var(--quiet)" role="status" mb={6} className="numbers">
        {t('queue.done', { done, total: jobs.length })}
      </Text>
      <Progress value={(100 * done) / jobs.length} mb="md" aria-label={t('queue.heading')} />
      <QueueTable jobs={jobs} />
    </Panel>
  );
}

function Exports({ jobs }: { readonly jobs: readonly Job[] }) {
  const items = () =>
    jobs.filter(isDone).map(({ name, result, problem, facts }) => ({
      item: result ?? { file: name, error: problem ?? UNKNOWN },
      facts,
    }));
  return (
    <Group gap="xs">
      <ExportButtons items={items} disabled={!jobs.some(isDone)} />
    </Group>
  );
}

const UNKNOWN = { code: 'page-error', status: 0, title: 'Unknown' };

function isDone({ status }: Job): boolean {
  return status === 'finished' || status === 'failed';
}
