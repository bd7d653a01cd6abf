import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { IconWaveSine, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { FileName } from '../common/file-name.tsx';
import { useShownRows } from '../common/use-shown-rows.tsx';
import { useWords } from '../i18n/use-words.ts';
import { clearJobs, type Job, removeJob, useSession } from '../state/session-store.ts';
import classes from './recording-list.module.css';

/** The files that were given, each of which can be removed. */
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
      <Rows jobs={jobs} removable={!running} />
    </div>
  );
}

type RowsProps = { readonly jobs: readonly Job[]; readonly removable: boolean };

/** The list is drawn again only if files come or go, not whenever a job changes. */
const Rows = memo(function Rows({ jobs, removable }: RowsProps) {
  const { shown, more } = useShownRows(jobs);
  return (
    <>
      <ul className={classes['list']} data-testid="recordings">
        {shown.map(({ id, name, recording }) => (
          <Row key={id} id={id} name={name} size={recording?.size} removable={removable} />
        ))}
      </ul>
      {more}
    </>
  );
}, hasSameFiles);

function hasSameFiles(before: RowsProps, after: RowsProps): boolean {
  const { jobs } = after;
  return (
    before.removable === after.removable &&
    before.jobs.length === jobs.length &&
    before.jobs.every(({ id }, at) => id === jobs[at]?.id)
  );
}

type RowProps = {
  readonly id: string;
  readonly name: string;
  readonly size: number | undefined;
  readonly removable: boolean;
};

const Row = memo(function Row({ id, name, size, removable }: RowProps) {
  const { t, bytes } = useWords();
  return (
    <li className={classes['row']}>
      <IconWaveSine size={16} aria-hidden />
      <Text component="span" size="sm" className={classes['name'] ?? ''}>
        <FileName name={name} />
      </Text>
      {size !== undefined && (
        <Text component="span" size="xs" c="var(--quiet)" className={classes['size'] ?? ''}>
          {bytes(size)}
        </Text>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        disabled={!removable}
        aria-label={t('input.remove', { name })}
        onClick={() => {
          removeJob(id);
        }}
      >
        <IconX size={14} />
      </ActionIcon>
    </li>
  );
});
