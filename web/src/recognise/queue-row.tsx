import { Badge, Table, Text, UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import { FileName } from '../common/file-name.tsx';
import { problemText } from '../i18n/problem-text.ts';
import { useWords } from '../i18n/use-words.ts';
import { findingName } from '../result/finding-words.ts';
import { verdictOf } from '../result/label-of.ts';
import { openRoute } from '../state/route.ts';
import type { Job, JobStatus } from '../state/session-store.ts';
import { showResultPanel } from './show-result-panel.ts';
import classes from './queue-table.module.css';

const COLORS: Readonly<Record<JobStatus, string>> = {
  waiting: 'gray',
  sending: 'blue',
  running: 'blue',
  finished: 'accent',
  failed: 'red',
};

type QueueRowProps = {
  readonly job: Job;
  /** Whether the page shows the result of this recording. */
  readonly shown: boolean;
};

/** One recording of several. It is drawn again only if its own job changes. */
export const QueueRow = memo(function QueueRow({ job, shown }: QueueRowProps) {
  const { t, name, percent, duration, language } = useWords();
  const { result, problem, status } = job;
  const verdict = result && verdictOf(result);
  return (
    <Table.Tr className={shown ? classes['shown'] : ''} data-status={status}>
      <Table.Td className={classes['file'] ?? ''}>
        <UnstyledButton
          className={classes['open'] ?? ''}
          aria-pressed={shown}
          aria-label={t('queue.show', { name: job.name })}
          onClick={() => {
            openRoute({ view: 'recognise', id: job.id });
            showResultPanel();
          }}
        >
          <FileName name={job.name} />
        </UnstyledButton>
      </Table.Td>
      <Table.Td data-name={t('queue.status')}>
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
          <Table.Td data-name={t('queue.label')}>{name(verdict)}</Table.Td>
          <Table.Td data-name={t('queue.score')} className="numbers">
            {verdict && 'score' in result ? percent(result.score) : ''}
          </Table.Td>
          <Table.Td data-name={t('queue.duration')} className="numbers">
            {result ? duration(result.durationSeconds) : ''}
          </Table.Td>
          <Table.Td data-name={t('queue.findings')}>
            {result?.findings.map((finding) => findingName(finding, language)).join(', ')}
          </Table.Td>
        </>
      )}
    </Table.Tr>
  );
});
