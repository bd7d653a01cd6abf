import { Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useShownRows } from '../common/use-shown-rows.tsx';
import { WideTable } from '../common/wide-table.tsx';
import { useWords } from '../i18n/use-words.ts';
import { type Job, shownJob, useSession } from '../state/session-store.ts';
import { QueueRow } from './queue-row.tsx';
import { type Column, COLUMNS, type Order, sortJobs } from './sort-jobs.ts';
import classes from './queue-table.module.css';

/** The recordings as a table that can be sorted. */
export function QueueTable({ jobs }: { readonly jobs: readonly Job[] }) {
  const { t } = useWords();
  const [order, setOrder] = useState<Order>();
  const shownId = useSession((state) => shownJob(state)?.id);
  const { shown, more } = useShownRows(sortJobs(jobs, order));
  const sortBy = (column: Column) => {
    setOrder((old) => ({ column, descending: old?.column === column && !old.descending }));
  };
  return (
    <>
      <WideTable
        label={t('queue.table')}
        room={560}
        withCards
        highlightOnHover
        verticalSpacing={6}
        data-testid="queue"
      >
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map((column) => (
              <HeadCell key={column} column={column} order={order} onSort={sortBy} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((job) => (
            <QueueRow key={job.id} job={job} shown={job.id === shownId} />
          ))}
        </Table.Tbody>
      </WideTable>
      {more}
    </>
  );
}

type HeadCellProps = {
  readonly column: Column;
  readonly order: Order | undefined;
  readonly onSort: (column: Column) => void;
};

function HeadCell({ column, order, onSort }: HeadCellProps) {
  const { t } = useWords();
  const here = order?.column === column;
  const direction = here ? (order.descending ? 'descending' : 'ascending') : 'none';
  return (
    <Table.Th aria-sort={direction}>
      <UnstyledButton
        className={classes['sort'] ?? ''}
        title={t('queue.sortBy', { column: t(`queue.${column}`) })}
        onClick={() => {
          onSort(column);
        }}
      >
        {t(`queue.${column}`)}
        <SortIcon direction={direction} />
      </UnstyledButton>
    </Table.Th>
  );
}

function SortIcon({ direction }: { readonly direction: string }) {
  if (direction === 'ascending') return <IconArrowUp size={14} />;
  if (direction === 'descending') return <IconArrowDown size={14} />;
  return <IconArrowsSort size={14} opacity={0.5} />;
}
