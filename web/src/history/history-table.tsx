import { Table, UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import { FileName } from '../common/file-name.tsx';
import { useShownRows } from '../common/use-shown-rows.tsx';
import { WideTable } from '../common/wide-table.tsx';
import { useWords } from '../i18n/use-words.ts';
import queueClasses from '../recognise/queue-table.module.css';
import { verdictOf } from '../result/label-of.ts';
import { openRoute } from '../state/route.ts';
import type { Remembered } from '../common/database.ts';

type HistoryTableProps = {
  readonly results: readonly Remembered[];
};

/** The stored results, newest first. */
export function HistoryTable({ results }: HistoryTableProps) {
  const { t } = useWords();
  const { shown, more } = useShownRows(results);
  return (
    <>
      <WideTable
        label={t('history.table')}
        room={560}
        withCards
        highlightOnHover
        verticalSpacing={6}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('queue.file')}</Table.Th>
            <Table.Th>{t('queue.label')}</Table.Th>
            <Table.Th>{t('queue.score')}</Table.Th>
            <Table.Th>{t('history.model')}</Table.Th>
            <Table.Th>{t('history.when')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((remembered) => (
            <Row key={remembered.id} remembered={remembered} />
          ))}
        </Table.Tbody>
      </WideTable>
      {more}
    </>
  );
}

type RowProps = { readonly remembered: Remembered };

const Row = memo(function Row({ remembered: { id, when, result } }: RowProps) {
  const { t, name, percent, date } = useWords();
  const verdict = verdictOf(result);
  return (
    <Table.Tr>
      <Table.Td className={queueClasses['file'] ?? ''}>
        <UnstyledButton
          className={queueClasses['open'] ?? ''}
          aria-label={t('queue.show', { name: result.file })}
          onClick={() => {
            openRoute({ view: 'history', id: String(id) });
          }}
        >
          <FileName name={result.file} />
        </UnstyledButton>
      </Table.Td>
      <Table.Td data-name={t('queue.label')}>{name(verdict)}</Table.Td>
      <Table.Td data-name={t('queue.score')} className="numbers">
        {verdict && 'score' in result ? percent(result.score) : ''}
      </Table.Td>
      <Table.Td data-name={t('history.model')} className="break">
        {result.model}
      </Table.Td>
      <Table.Td data-name={t('history.when')} className="numbers">
        {date(when)}
      </Table.Td>
    </Table.Tr>
  );
});
