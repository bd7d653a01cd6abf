/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import type { ClassEvaluation } from '../evaluate-classes.js';
import { Words, type WordsIn } from './page-words.js';

const SIZE = 260;
const MARGIN = 34;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Reliability diagram, and risk against coverage. */
export function Charts({ figures }: { readonly figures: ClassEvaluation }) {
  const bins = figures.reliability.filter(({ clips }) => clips > 0);
  const most = Math.max(...bins.map(({ clips }) => clips), 1);
  const line = figures.riskCoverage
    .map(({ coverage, risk }) => `${x(coverage)},${y(risk)}`)
    .join(' ');
  return (
    <div class="charts">
      <Chart title={(words) => words.reliability} hint={(words) => words.reliabilityHint}>
        <line class="grid" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        {bins.map(({ from, to, accuracy = 0, clips }) => (
          <rect
            class="bar"
            x={x(from) + 1}
            width={x(to) - x(from) - 2}
            y={y(accuracy)}
            height={Math.max(1, y(0) - y(accuracy))}
            fill-opacity={(0.25 + (0.75 * clips) / most).toFixed(3)}
          >
            <title>{`${clips}`}</title>
          </rect>
        ))}
      </Chart>
      <Chart title={(words) => words.riskCoverage} hint={(words) => words.riskHint}>
        <polyline class="line" fill="none" points={line} />
      </Chart>
    </div>
  );
}

const x = (share: number) => Math.round(10 * (MARGIN + share * SIZE)) / 10;
const y = (share: number) => Math.round(10 * (10 + (1 - share) * SIZE)) / 10;

function Chart(props: {
  readonly title: WordsIn;
  readonly hint: WordsIn;
  readonly children: Child;
}) {
  const { title, hint, children } = props;
  return (
    <figure>
      <h3>
        <Words of={title} />
      </h3>
      <svg viewBox={`0 0 ${SIZE + MARGIN + 10} ${SIZE + 40}`} aria-hidden="true">
        {TICKS.map((tick) => (
          <>
            <line class="grid" x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} />
            <text class="end" x={x(0) - 5} y={y(tick) + 4}>
              {tick}
            </text>
            <text class="middle" x={x(tick)} y={y(0) + 18}>
              {tick}
            </text>
          </>
        ))}
        {children}
      </svg>
      <figcaption>
        <Words of={hint} />
      </figcaption>
    </figure>
  );
}
