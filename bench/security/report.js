/**
 * `node bench/security/report.js`: writes docs/reports/security.md from what the other programs of this
 * folder measured.
 *
 *   node bench/security/report.js --mutants FILE --faults FILE --hostile FILE --soak FILE
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutantsTable } from './mutants-table.js';
import { TARGETS } from './mutants-targets.js';

const NAMES = ['mutants', 'faults', 'hostile', 'soak'];
const { values } = parseArgs({
  options: Object.fromEntries(NAMES.map((name) => [name, { type: 'string' }])),
});
const [mutants, faults, hostile, soak] = NAMES.map((name) =>
  JSON.parse(readFileSync(String(values[name]), 'utf8')),
);
const text = `# Security and reliability

Made by the programs in \`bench/security/\` on one Linux machine: ${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node
${process.versions.node}. The machine did other work at the same time, so that times are upper bounds.

## Changed files and requests

\`bench/security/mutants.js\`: bits, bytes, sizes, missing and repeated parts, with checksums of Ogg and FLAC made right again in
80 %. Recordings are classified by an embedded model, bundles and checkpoints are loaded and compute, requests go to a server with
a model. "Refused" is an error in words. ${progressOf(mutants)}

${mutantsTable(mutants)}
## A hostile client

\`bench/security/hostile.js\`: six clients at addresses of their own send recordings all the time, with a pause of half a second.
Phases with and without the hostile client alternate. It has a token that permits classifying, runs at the lowest priority, keeps
1,200 sockets and 1,200 event streams open or opens them again, sends 16 bodies without an end, uploads 32 files at a time that
nobody uses, and tries 16 tokens at a time.

${hostileTable(hostile)}
Factor of p99: ${hostile.ratios.p99.toFixed(2)} (limit 2). Factor of memory: ${hostile.ratios.memory.toFixed(2)} (limit 1.3).

## Faults

\`bench/security/faults.js\`: three clients send recordings beside each fault of a server. The clock is that of the JavaScript
engine; timers use a clock that nobody can set.

| fault | outcome | as it should be |
| --- | --- | --- |
${Object.entries(faults)
  .map(([fault, { outcome, isGood }]) => `| ${fault} | ${outcome} | ${isGood ? 'yes' : '**no**'} |`)
  .join('\n')}

## Soak

\`bench/security/soak.js\`: ${soak.minutes} minutes, one request a second: recordings in six formats, damaged ones, forms with a
timeline, event streams, and clients that leave. ${soak.right} of ${soak.requests} were answered as expected, p50 ${soak.p50} ms, p99 ${soak.p99} ms.

| median | first third | last third |
| --- | --- | --- |
| memory of all processes | ${soak.first.megabytes} MB | ${soak.last.megabytes} MB |
| file handles | ${soak.first.handles} | ${soak.last.handles} |
| stored recordings | ${soak.first.files} | ${soak.last.files} |
`;
writeFileSync(fileURLToPath(new URL('../../docs/reports/security.md', import.meta.url)), text);

/** How many mutants are done, and of which targets none or few. */
function progressOf(rows) {
  const sum = (/** @type {number[]} */ counts) =>
    counts.reduce((total, count) => total + count, 0).toLocaleString('en');
  const nextOf = (/** @type {string} */ name) => rows[name]?.next ?? 0;
  const few = Object.keys(TARGETS).filter((name) => nextOf(name) < TARGETS[name] / 20);
  const done = sum(Object.keys(TARGETS).map(nextOf));
  const rest = few.length > 0 ? ` None or hardly any were tried of ${few.join(', ')}.` : '';
  return `${done} of ${sum(Object.values(TARGETS))} mutants are done; the program goes on where it stopped.${rest}`;
}

function hostileTable({ calm, hostile: attacked }) {
  const row = (/** @type {string} */ name, /** @type {any} */ phase) =>
    `| ${[name, `${phase.right} of ${phase.answers}`, `${phase.p50} ms`, `${phase.p99} ms`, `${phase.megabytes} MB`, phase.handles].join(' | ')} |`;
  return `|  | right answers | p50 | p99 | largest memory | most handles |
| --- | --- | --- | --- | --- | --- |
${row('without', calm)}
${row('with the hostile client', attacked)}
`;
}
