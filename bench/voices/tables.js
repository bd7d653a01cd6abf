/** Tables of the report on speakers. */
import { randomFrom } from '../voice-activity/sounds.js';

const percent = (value) => `${(100 * value).toFixed(1)} %`;

/**
 * One row for each kind of conversation.
 *
 * @param {string} title
 * @param {readonly { kind: string, given: Outcome, estimated: Outcome }[]} outcomes
 * @typedef {{ rate: number, collared: number, isRight: boolean }} Outcome
 */
export function errorTable(title, outcomes) {
  const kinds = [...new Set(outcomes.map(({ kind }) => kind))];
  return [
    `${title}:`,
    '',
    '| conversations | n | DER, number given | DER, number estimated | the same, collar 0.25 s | number right |',
    '| --- | --- | --- | --- | --- | --- |',
    ...kinds.map((kind) =>
      row(
        kind,
        outcomes.filter((each) => each.kind === kind),
      ),
    ),
    '',
  ];
}

function row(kind, outcomes) {
  const of = (mode, key) => outcomes.map((outcome) => Number(outcome[mode][key]));
  const cells = [
    kind,
    outcomes.length,
    withInterval(of('given', 'rate')),
    withInterval(of('estimated', 'rate')),
    percent(mean(of('estimated', 'collared'))),
    percent(mean(of('estimated', 'isRight'))),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The mean with the 95 % interval of 1,000 draws of the conversations. */
function withInterval(values) {
  const random = randomFrom(5);
  const means = Array.from({ length: 1000 }, () =>
    mean(values.map(() => values[Math.floor(random() * values.length)])),
  ).sort((a, b) => a - b);
  return `${percent(mean(values))} (${percent(means[25])} to ${percent(means[974])})`;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
