import { ActionIcon, Button, Group, ScrollArea, Text } from '@mantine/core';
import { IconWaveSine, IconX } from '@tabler/icons-react';
import { useWords } from '../i18n/use-words.ts';
import { clearJobs, type Job, removeJob, useSession } from '../state/session-store.ts';
import classes from './recording-list.module.css';

/** The recordings that were given, each of which can be taken back. */
export function RecordingList() {
  const { t } = useWords();
  const jobs = useSession((state) => state.jobs);
  const running = useSession((state) => state.running);
  if (jobs.length === 0) return null;
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={550}>
          {t('input.chosen')}
        </Text>
        {jobs.length > 1 && (
          <Button size="compact-xs" variant="subtle" disabled={running} onClick={clearJobs}>
            {t('input.clear')}
          </Button>
        )}
      </Group>
      <ScrollArea.Autosize mah={190} type="auto">
        <ul className={classes['list']} data-testid="recordings">
          {jobs.map((job) => (
            <Row key={job.id} job={job} removable={!running} />
          ))}
        </ul>
      </ScrollArea.Autosize>
    </div>
  );
}

function Row({ job, removable }: { readonly job: Job; readonly removable: boolean }) {
  const { t, bytes } = useWords();
  return (
    <li className={classes['row']}>
      <IconWaveSine size={16} aria-hidden />
      <Text size="sm" truncate className={classes['name'] ?? ''} title={job.name}>
        {job.name}
      </Text>
      <Text size="xs" c="var(--quiet)" className="numbers">
        {bytes(job.recording.size)}
      </Text>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        disabled={!removable}
        aria-label={t('input.remove', { name: job.name })}
        onClick={() => {
          removeJob(job.id);
        }}
      >
        <IconX size={14} />
      </ActionIcon>
    </li>
  );
}
