/**
 * The program of `npm run fuzz`: mutates inputs, keeps those that reach new code, and writes those that
 * show a fault. Inputs that were worth keeping are in `corpus/`, which the tests run.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seededRandom } from '../support/seeded-random.js';
import { readCorpus } from './corpus.js';
import { Coverage } from './coverage.js';
import { mutate } from './mutate.js';
import type { FuzzTarget } from './fuzz-target.js';
import { findFault, FUZZ_TARGETS } from './targets.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** Inputs that reach new code are kept in the repository up to this size, in bytes. */
const MAX_KEPT_BYTES = 2000;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    target: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});

// Only own decoders are looked at; ffmpeg would be started thousands of times.
process.env['PATH'] = '';
const targets = FUZZ_TARGETS.filter(
  ({ name }) => values.target === undefined || name === values.target,
);
const seconds = Number(values.seconds) / targets.length;
const random = seededRandom(Number(values.seed));
const coverage = new Coverage();
await coverage.start();
let faults = 0;
process.stdout.write(
  '| reader | inputs | blocks reached | new inputs | faults |\n|---|---|---|---|---|\n',
);
for (const target of targets) faults += await fuzz(target);
coverage.stop();
process.exitCode = faults === 0 ? 0 : 1;

async function fuzz(target: FuzzTarget): Promise<number> {
  const corpus: Bytes[] = [...target.seeds(), ...readCorpus(target.name)];
  for (const input of corpus) await findFault(target, input);
  await coverage.takeNew();
  const before = coverage.blocks;
  const seeds = corpus.length;
  const found = new Set<string>();
  let inputs = 0;
  for (const end = performance.now() + seconds * 1000; performance.now() < end; inputs++) {
    const input = mutate(pick(corpus), pick(corpus), random);
    const fault = await findFault(target, input);
    if (fault !== undefined && !found.has(fault)) {
      found.add(fault);
      process.stderr.write(`${target.name}: ${fault}\n${save('faults', target.name, input)}\n`);
    }
    if ((await coverage.takeNew()) === 0) continue;
    corpus.push(input);
    if (values.keep && input.length <= MAX_KEPT_BYTES) save('corpus', target.name, input);
  }
  const row = [target.name, inputs, coverage.blocks - before, corpus.length - seeds, found.size];
  process.stdout.write(`| ${row.join(' | ')} |\n`);
  return found.size;
}

function pick(corpus: readonly Bytes[]): Bytes {
  return corpus[Math.floor(random() * corpus.length)] ?? new Uint8Array();
}

function save(folder: string, name: string, input: Bytes): string {
  const place = fileURLToPath(new URL(`${folder}/${name}/`, import.meta.url));
  mkdirSync(place, { recursive: true });
  const file = join(place, createHash('sha256').update(input).digest('hex').slice(0, 16));
  writeFileSync(file, input);
  return file;
}
