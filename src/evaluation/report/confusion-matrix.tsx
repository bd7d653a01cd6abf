/** @jsxImportSource hono/jsx */
import type { Label } from '../../labels.js';
import type { ClassEvaluation } from '../evaluate-classes.js';
import { Words } from './page-words.js';
import type { WrongCell } from './page-content.js';

const CELL = 72;
const LEFT = 150;
const TOP = 30;

/** The counts of truth against result; the numbers of wrong cells lead to their clips. */
export function ConfusionMatrix(props: {
  readonly figures: ClassEvaluation;
  readonly labels: readonly Label[];
  readonly cells: readonly WrongCell[];
}) {
  const { figures, labels, cells } = props;
  const size = labels.length * CELL;
  return (
    <figure>
      <h3>
        <Words of={(words) => words.confusion} />
      </h3>
      <figcaption>
        <Words of={(words) => `${words.confusionHint} ${words.openHint}`} />
      </figcaption>
      <svg
        class="matrix"
        viewBox={`0 0 ${LEFT + size} ${TOP + size}`}
        width={LEFT + size}
        role="img"
        aria-label="confusion matrix"
      >
        {labels.map(({ id }, at) => (
          <>
            <text x={LEFT + (at + 0.5) * CELL} y={TOP - 10} class="middle">
              {id}
            </text>
            <text x={LEFT - 10} y={TOP + (at + 0.5) * CELL + 4} class="end">
              {id}
            </text>
          </>
        ))}
        {figures.confusion.flatMap((row, truth) =>
          row.map((count, result) => (
            <Cell
              x={LEFT + result * CELL}
              y={TOP + truth * CELL}
              count={count}
              share={count / Math.max(1, figures.classes[truth]?.support ?? 1)}
              href={cells.find((each) => each.truth === truth && each.result === result)?.id}
            />
          )),
        )}
      </svg>
    </figure>
  );
}

function Cell(props: {
  readonly x: number;
  readonly y: number;
  readonly count: number;
  readonly share: number;
  readonly href: string | undefined;
}) {
  const { x, y, count, share, href } = props;
  const number = (
    <text x={x + CELL / 2} y={y + CELL / 2 + 4} class="middle count">
      {count}
    </text>
  );
  return (
    <>
      <rect
        x={x + 1}
        y={y + 1}
        width={CELL - 2}
        height={CELL - 2}
        class={href === undefined ? 'cell' : 'cell wrong'}
        fill-opacity={(0.06 + 0.74 * share).toFixed(3)}
      />
      {href === undefined ? (
        number
      ) : (
        <a href={`#${href}`} aria-label={`${count}`}>
          {number}
        </a>
      )}
      {share > 0 && (
        <text x={x + CELL / 2} y={y + CELL / 2 + 20} class="middle">
          {Math.round(100 * share)} %
        </text>
      )}
    </>
  );
}
