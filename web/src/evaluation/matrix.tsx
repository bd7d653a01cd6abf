import type { ClassEvaluation } from '@engine/evaluation/web.js';
import { Table, Text } from '@mantine/core';
import type { Label } from '../api/types.ts';
import { WideTable } from '../common/wide-table.tsx';
import { useEvaluationWords } from './evaluation-words.ts';
import classes from './evaluation.module.css';

/** A cell of the matrix: places among the model's labels. */
export type Cell = { readonly truth: number; readonly result: number };

type MatrixProps = {
  readonly figures: ClassEvaluation;
  readonly labels: readonly Label[];
  readonly cell: Cell | undefined;
  readonly onCell: (cell: Cell) => void;
};

/** The counts of truth against result; a number opens its clips. */
export function Matrix({ figures, labels, cell, onCell }: MatrixProps) {
  const { t, terms, name } = useEvaluationWords();
  return (
    <div>
      <Text fw={600}>{terms.confusion}</Text>
      <Text size="sm" c="var(--quiet)" mb="xs">
        {terms.confusionHint} {t('matrixHint')}
      </Text>
      <WideTable
        label={terms.confusion}
        room={72 + 56 * labels.length}
        className={classes['matrix'] ?? ''}
        data-testid="evaluation-matrix"
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">
              {t('truth')} \ {t('result')}
            </Table.Th>
            {labels.map((label) => (
              <Table.Th key={label.id} scope="col">
                {name(label)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {figures.confusion.map((row, truth) => (
            <Table.Tr key={labels[truth]?.id}>
              <Table.Th scope="row">{name(labels[truth])}</Table.Th>
              {row.map((count, result) => (
                <Count
                  key={labels[result]?.id}
                  count={count}
                  share={count / Math.max(1, figures.classes[truth]?.support ?? 1)}
                  cell={{ truth, result }}
                  labels={labels}
                  isShown={cell?.truth === truth && cell.result === result}
                  onCell={onCell}
                />
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </div>
  );
}

type CountProps = Pick<MatrixProps, 'labels' | 'onCell'> & {
  readonly count: number;
  /** Of the clips of the row. */
  readonly share: number;
  readonly cell: Cell;
  readonly isShown: boolean;
};

function Count({ count, share, cell, labels, isShown, onCell }: CountProps) {
  const { t, name, percent } = useEvaluationWords();
  const { truth, result } = cell;
  const names = { truth: name(labels[truth]), result: name(labels[result]) };
  const style = { '--share': `${Math.round(8 + 62 * share)}%` } as React.CSSProperties;
  if (count === 0) return <Table.Td className={classes['zero'] ?? ''}>0</Table.Td>;
  return (
    <Table.Td>
      <button
        type="button"
        className={classes['cell']}
        style={style}
        data-right={truth === result}
        data-cell={`${labels[truth]?.id ?? ''}-${labels[result]?.id ?? ''}`}
        aria-pressed={isShown}
        aria-label={t('cell', { ...names, count, share: percent(share) })}
        onClick={() => {
          onCell(cell);
        }}
      >
        {count}
      </button>
    </Table.Td>
  );
}
