/**
 * What was done of each target.
 *
 * @typedef {Record<string, { next: number, outcomes: Record<string, number>, faults: string[],
 *   slowestMs: number }>} Rows
 */

/**
 * A table in Markdown: what was read, refused, crashed or hung.
 *
 * @param {Rows} rows
 */
export function mutantsTable(rows) {
  const head = ['mutants', 'read', 'refused', 'not finite', 'crash', 'hang > 5 s', 'other error'];
  const lines = Object.entries(rows).map(([name, { next, outcomes, slowestMs }]) => {
    const number = (/** @type {string} */ outcome) => outcomes[outcome] ?? 0;
    const refused = number('refused') + number('refused by the runtime');
    const faults = ['not finite', 'crash', 'hang', 'other error'].map(number);
    const slowest = `${(slowestMs / 1000).toFixed(2)} s`;
    return `| ${[name, next, number('read'), refused, ...faults, slowest].join(' | ')} |`;
  });
  return [
    `| reader | ${head.join(' | ')} | slowest |`,
    `|${' --- |'.repeat(head.length + 2)}`,
    ...lines,
    '',
  ].join('\n');
}
