import { Table } from '@mantine/core';
import type { Label, TimelineWindow } from '../api/types.ts';
import { WideTable } from '../common/wide-table.tsx';
import { useWords } from '../i18n/use-words.ts';
import { valuesOf } from './label-of.ts';

type TimelineTableProps = {
  readonly timeline: readonly TimelineWindow[];
  readonly labels: readonly Label[];
};

/** The numbers behind the chart. */
export function TimelineTable({ timeline, labels }: TimelineTableProps) {
  const { t, name, percent, number, duration } = useWords();
  const show = (window: TimelineWindow, id: string) => {
    const value = valuesOf(window)[id] ?? NaN;
    return 'probabilities' in window ? percent(value) : number(value, 3);
  };
  return (
    <WideTable label={t('result.timeline')} room={420} className="numbers">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('result.timelineWindow')}</Table.Th>
          {labels.map((label) => (
            <Table.Th key={label.id}>{name(label)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {timeline.map((window) => (
          <Table.Tr key={window.startSeconds}>
            <Table.Td>
              {`${duration(window.startSeconds)} – ${duration(window.endSeconds)}`}
            </Table.Td>
            {labels.map(({ id }) => (
              <Table.Td key={id}>{show(window, id)}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
