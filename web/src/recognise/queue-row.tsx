import { Badge, Table, Text, UnstyledButton } from '@mantine/core';
import { problemText } from '../i18n/problem-text.ts';
import { useWords } from '../i18n/use-words.ts';
import { findingName } from '../result/finding-words.ts';
import { verdictOf } from '../result/label-of.ts';
import { type Job, type JobStatus, showJob, shownJob, useSession } from '../state/session-store.ts';
import classes from './queue-table.module.css';

const COLORS: Readonly<Record<JobStatus, string>> = {
  waiting: 'gray',
  running: 'blue',
  finished: 'accent',
  failed: 'red',
};

/** One recording of several. */
export function QueueRow({ job }: { readonly job: Job }) {
  const { t, name, percent, number, language } = useWords();
  const shown = useSession((state) => shownJob(state)?.id === job.id);
  const { result, problem, status } = job;
  const verdict = result && verdictOf(result);
  return (
    <Table.Tr className={shown ? classes['shown'] : ''} data-status={status}>
      <Table.Td>
        <UnstyledButton
          className={classes['open'] ?? ''}
          aria-pressed={shown}
          aria-label={t('queue.show', { name: job.name })}
          onClick={() => {
            showJob(job.id);
          }}
        >
          {job.name}
        </UnstyledButton>
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={COLORS[status]} tt="none" className={classes['badge'] ?? ''}>
          {t(problem?.code === 'stopped' ? 'queue.stopped' : `queue.${status}`)}
        </Badge>
      </Table.Td>
      {problem ? (
        <Table.Td colSpan={4}>
          <Text size="sm">{problemText(problem, t)}</Text>
        </Table.Td>
      ) : (
        <>
          <Table.Td>{name(verdict)}</Table.Td>
          <Table.Td className="numbers">
            {verdict && 'score' in result ? percent(result.score) : ''}
          </Table.Td>
          <Table.Td className="numbers">
            {result ? t('result.seconds', { value: number(result.durationSeconds, 1) }) : ''}
          </Table.Td>
          <Table.Td>
            {result?.findings.map((finding) => findingName(finding, language)).join(', ')}
          </Table.Td>
        </>
      )}
    </Table.Tr>
  );
}
