/** The targets for the browser, and whether a measurement reaches them. */
import { BASE, EMBEDDED, nameOf, PEERS } from './variants.js';

/** How many times Node's time the browser may take. */
const MOST_TIMES_NODE = { threaded: 3, alone: 6 };
const LEAST_TIMES_PEER = 1.5;
/** Seconds of the clip whose times are compared. */
const COMPARED = 10;
/** Four a second; the first of an utterance has no quarter of a second before it. */
const LEAST_PER_SECOND = 3.9;
const MOST_FIRST_MS = 3000;

/**
 * @typedef {{ name: string, times: Record<number, { median: number }>, first?: number }} Row
 * @typedef {{ perSecond: number, delay: { median: number } }} Live
 * @typedef {{ bar: string, found: string, reached?: boolean }} Verdict
 *   a target and the measurement in words; `reached` is absent if nothing was measured
 *
 * @param {readonly Row[]} rows
 * @param {Live | undefined} live
 * @returns {Verdict[]}
 */
export function judge(rows, live) {
  const row = (name) => rows.find((each) => each.name === name);
  const time = (name) => row(name)?.times[COMPARED]?.median;
  const besideNode = EMBEDDED.flatMap((model) =>
    Object.entries(MOST_TIMES_NODE).map(([threads, most]) => {
      const name = nameOf[threads](model);
      const ratio = time(name) / time(nameOf.node(model));
      return verdict(
        `${name}, ${COMPARED} s: at most ${most}× Node's time`,
        ratio,
        '×',
        ratio <= most,
      );
    }),
  );
  const best = Math.min(...PEERS.map(time).filter(Boolean));
  const gain = best / time(nameOf.threaded(BASE));

  return [
    ...besideNode,
    verdict(
      `${BASE}, ${COMPARED} s: at least ${LEAST_TIMES_PEER}× as fast as transformers.js's best on WebAssembly`,
      ...[gain, '×', gain >= LEAST_TIMES_PEER],
    ),
    verdict(
      'live on one thread: four measurements a second',
      ...[live?.perSecond ?? NaN, '', live?.perSecond >= LEAST_PER_SECOND],
    ),
    ...EMBEDDED.map((model) => {
      const milliseconds = row(nameOf.threaded(model))?.first || NaN;
      return verdict(
        `${model}: first result within ${MOST_FIRST_MS / 1000} s of an empty cache`,
        ...[milliseconds / 1000, ' s', milliseconds <= MOST_FIRST_MS],
      );
    }),
  ];
}

/** @returns {Verdict} */
function verdict(bar, value, unit, reached) {
  return Number.isFinite(value)
    ? { bar, found: `${value.toFixed(2)}${unit}`, reached }
    : { bar, found: 'not measured' };
}
