import { Table, UnstyledButton } from '@mantine/core';
import { WideTable } from '../common/wide-table.tsx';
import { useWords } from '../i18n/use-words.ts';
import queueClasses from '../recognise/queue-table.module.css';
import { verdictOf } from '../result/label-of.ts';
import type { Remembered } from './database.ts';

type HistoryTableProps = {
  readonly results: readonly Remembered[];
  readonly onShow: (id: number | undefined) => void;
};

/** Remembered results, newest first. */
export function HistoryTable({ results, onShow }: HistoryTableProps) {
  const { t } = useWords();
  return (
    <WideTable label={t('history.heading')} room={560} highlightOnHover verticalSpacing={6}>
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
        {results.map((remembered) => (
          <Row key={remembered.id} remembered={remembered} onShow={onShow} />
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

type RowProps = Pick<HistoryTableProps, 'onShow'> & { readonly remembered: Remembered };

function Row({ remembered: { id, when, result }, onShow }: RowProps) {
  const { t, name, percent, date } = useWords();
  const verdict = verdictOf(result);
  return (
    <Table.Tr>
      <Table.Td>
        <UnstyledButton
          className={queueClasses['open'] ?? ''}
          aria-label={t('queue.show', { name: result.file })}
          onClick={() => {
            onShow(id);
          }}
        >
          {result.file}
        </UnstyledButton>
      </Table.Td>
      <Table.Td>{name(verdict)}</Table.Td>
      <Table.Td className="numbers">
        {verdict && 'score' in result ? percent(result.score) : ''}
      </Table.Td>
      <Table.Td className="break">{result.model}</Table.Td>
      <Table.Td className="numbers">{date(when)}</Table.Td>
    </Table.Tr>
  );
}
