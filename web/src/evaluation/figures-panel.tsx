import type { ClassEvaluation, Estimate } from '@engine/evaluation/web.js';
import { Group, Stack, Table, Text } from '@mantine/core';
import type { Label } from '../api/types.ts';
import { Panel } from '../common/panel.tsx';
import { WideTable } from '../common/wide-table.tsx';
import type { Computed } from './compute-evaluation.ts';
import { EvaluationExports } from './evaluation-exports.tsx';
import { useEvaluationWords } from './evaluation-words.ts';
import { type Cell, Matrix } from './matrix.tsx';

type FiguresPanelProps = {
  readonly computed: Computed;
  readonly labels: readonly Label[];
  readonly cell: Cell | undefined;
  readonly onCell: (cell: Cell) => void;
};

/** The figures with their intervals, the matrix, and the figures of each class. */
export function FiguresPanel({ computed, labels, cell, onCell }: FiguresPanelProps) {
  const { t, terms } = useEvaluationWords();
  const { figures, evaluation } = computed;
  return (
    <Panel
      heading={t('figures')}
      aside={
        <Group gap="xs">
          <EvaluationExports computed={computed} />
        </Group>
      }
      testId="evaluation-figures"
    >
      <Stack gap="md">
        <Text size="sm" role="status" className="break">
          {t('summary', {
            model: evaluation.model.name,
            clips: terms.clips(figures.clips),
            speakers: terms.speakers(figures.speakers),
          })}
        </Text>
        <Estimates figures={figures} />
        <Text size="sm" c="var(--quiet)">
          {terms.drawnOver[figures.drawnOver]} {terms.trainingWarning}
        </Text>
        <Matrix figures={figures} labels={labels} cell={cell} onCell={onCell} />
        <Classes figures={figures} labels={labels} />
      </Stack>
    </Panel>
  );
}

function Estimates({ figures }: { readonly figures: ClassEvaluation }) {
  const { t, terms, percent } = useEvaluationWords();
  const rows: readonly (readonly [string, Estimate])[] = [
    [terms.accuracy, figures.accuracy],
    [terms.averageRecall, figures.averageRecall],
    [terms.macroF1, figures.macroF1],
  ];
  return (
    <WideTable label={t('figures')} room={320} withCards data-testid="evaluation-estimates">
      <Table.Thead>
        <Table.Tr>
          {[terms.figure, terms.value, terms.interval].map((each) => (
            <Table.Th key={each} scope="col">
              {each}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([label, { value, interval }]) => (
          <Table.Tr key={label}>
            <Table.Td fw={600}>{label}</Table.Td>
            <Table.Td data-name={terms.value} className="numbers">
              {percent(value)}
            </Table.Td>
            <Table.Td data-name={terms.interval} className="numbers">
              {interval.map((end) => percent(end)).join(' – ')}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

type ClassesProps = { readonly figures: ClassEvaluation; readonly labels: readonly Label[] };

function Classes({ figures, labels }: ClassesProps) {
  const { terms, name, percent } = useEvaluationWords();
  const share = (value: number | undefined) => (value === undefined ? '–' : percent(value));
  const columns = [terms.className, terms.support, terms.recall, terms.precision, terms.f1];
  return (
    <WideTable label={terms.classes} room={420} withCards data-testid="evaluation-classes">
      <Table.Thead>
        <Table.Tr>
          {columns.map((each) => (
            <Table.Th key={each} scope="col">
              {each}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {figures.classes.map(({ support, recall, precision, f1 }, at) => (
          <Table.Tr key={labels[at]?.id}>
            <Table.Td fw={600}>{name(labels[at])}</Table.Td>
            {[String(support), share(recall), share(precision), percent(f1)].map(
              (value, column) => (
                <Table.Td
                  key={columns[column + 1]}
                  data-name={columns[column + 1]}
                  className="numbers"
                >
                  {value}
                </Table.Td>
              ),
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
