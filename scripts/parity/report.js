/** The table of `npm run parity`, on the terminal and in docs/parity.md. */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from '../prepare.js';

/** Largest absolute difference that passes. */
const BARS = { outputs: 1e-4, resampler: 1e-5 };

/**
 * Prints the comparison and, where all of it was made, writes docs/parity.md.
 *
 * @returns whether every bar is held
 */
export function writeReport({ rows, resampler, write }) {
  const accuracy = table(
    ['architecture', 'parameters', 'embedding', 'logits', 'probabilities'],
    rows.map(({ name, parameters, embedding, logits, outputs }) => [
      ...[name, `${(parameters / 1e6).toFixed(1)} M`],
      ...[embedding, logits, outputs].map(exponent),
    ]),
  );
  const rates = table(
    ['rate (Hz)', 'largest difference'],
    resampler.map(({ rate, difference }) => [String(rate), exponent(difference)]),
  );
  const costs = table(
    [
      'architecture',
      'graph',
      'conversion',
      'its peak memory',
      '10 s of audio',
      'peak memory in all',
    ],
    rows.map((row) => [
      ...[row.name, megabytes(row.graphBytes), seconds(row.convertSeconds)],
      ...[megabytes(row.convertPeakBytes), seconds(row.runSeconds), megabytes(row.peakBytes)],
    ]),
  );
  process.stdout.write(`${accuracy}\n${rates}\n${costs}\n`);
  if (write) writeFileSync(join(root, 'docs', 'parity.md'), page(rows, accuracy, rates, costs));
  return (
    rows.every(({ outputs }) => outputs <= BARS.outputs) &&
    resampler.every(({ difference }) => difference <= BARS.resampler)
  );
}

function page(rows, accuracy, rates, costs) {
  const { versions, seed, mode } = rows[0].origin;
  const libraries = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `# Parity with the reference

Written by \`npm run parity\`; not edited by hand.

Full-size checkpoints with seeded random weights (seed ${seed}) are made by the real libraries in the layouts in which
such models are published, and answered by those libraries and by wav2emo, on seeded recordings of 1, 4 and 10 s. The
figures are the largest absolute differences over all recordings and all numbers.

Reference: ${libraries.join(', ')}; ${mode}.

${notes(rows)}

Bar: ${BARS.outputs} on probabilities (for \`audeering\` on its arousal, dominance and valence).

${accuracy}
## Resampler

Against torchaudio's \`sinc_interp_hann\` (width 6, rolloff 0.99) to 16 kHz. Bar: ${BARS.resampler}.

${rates}
## Cost

The same run: seconds and peak resident memory of one process that converts the checkpoint, opens the graph and
answers. "10 s of audio" is the fastest of five runs on the 10 s recording after a first one, fp32, all cores. Measured on
${machine()}; a shared machine, so take the seconds as an order of magnitude.

${costs}`;
}

/** What was set or removed in the reference, and for which architectures. */
function notes(rows) {
  const named = new Map();
  for (const { name, notes } of rows)
    for (const note of notes) named.set(note, [...(named.get(note) ?? []), name]);
  return [...named].map(([note, names]) => `- ${names.join(', ')}: ${note}.\n`).join('');
}

function machine() {
  return `${cpus().length} cores of ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform} ${process.arch}`;
}

function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  return line(header) + line(header.map(() => '---')) + rows.map(line).join('');
}

const exponent = (value) => value.toExponential(1);
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
const seconds = (value) => `${value.toFixed(2)} s`;
