/** The part of the report about the page's own thread. */
import { table } from '../performance/format.js';

const MOST_MS = 200;

const TABS = { recognise: 'Recognise', converse: 'Conversation' };

/** @param measured `{ rows, minutes, viewport, machine, load }` */
export function pageSection({ rows, minutes, viewport, machine, load }) {
  const { processor, cores } = machine;
  return `The page analyses ${minutes} minutes of speech with wav2emo-small on this device, on a screen of ${viewport.width} × ${viewport.height} pixels, while its
own thread is slowed down. A long task takes more than 50 ms. By the clock, a task also waits for a processor that the model or
other programs use; the last column is the largest time of a task on the slowed processor.

${processor}, ${cores} cores. Load of the last minute: ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after.

${table(
  [
    'tab',
    'slowed down',
    'analysis',
    'long tasks',
    'longest by the clock',
    'longest on the processor',
  ],
  rows.map(({ tab, slowdown, seconds, count, clock, processor: busy, failure }) =>
    failure === undefined
      ? [
          ...[TABS[tab], `${slowdown}×`, `${Math.round(seconds)} s`, String(count)],
          ...[`${Math.round(clock)} ms`, `${Math.round(busy)} ms`],
        ]
      : [TABS[tab], `${slowdown}×`, `failed: ${failure}`, '', '', ''],
  ),
)}
### Target

${table(
  ['target', 'found', ''],
  rows
    .filter(({ failure }) => failure === undefined)
    .map(({ tab, slowdown, clock }) => [
      `${TABS[tab]}, slowed down ${slowdown}×: no task over ${MOST_MS} ms`,
      `${Math.round(clock)} ms`,
      clock <= MOST_MS ? 'reached' : '**missed**',
    ]),
)}`;
}
