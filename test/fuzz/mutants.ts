/**
 * The child of `bench/security/mutants.js`: runs mutants of one target from a number on, and says before
 * each which it is, so that the parent knows what ended or stopped this process.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MODEL_FILE, DATA_FILE } from '../../src/graph-files.js';
import { checkGraph } from '../../src/onnx/index.js';
import { openSession } from '../../src/runtime/node.js';
import { seededRandom } from '../support/seeded-random.js';
import { mutateGraph } from './mutate-graph.js';
import { mutate } from './mutate.js';
import { findFault, FUZZ_TARGETS } from './targets.js';

const [name = '', from = '0', to = '0'] = process.argv.slice(2);
process.env['PATH'] = '';
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

for (let at = Number(from); at < Number(to); at++) {
  say({ begin: at });
  // Each mutant has its own generator, so that it can be made again alone.
  const random = seededRandom(1 + at * 7919);
  for (let warm = 0; warm < 8; warm++) random();
  say({ end: at, outcome: await (name === 'graph-run' ? runGraph(random) : readBytes(random)) });
}

async function readBytes(random: () => number): Promise<string> {
  const target = FUZZ_TARGETS.find((each) => each.name === name);
  if (!target) throw new RangeError(`There is no target ${name}.`);
  const seeds = target.seeds();
  const pick = () => seeds[Math.floor(random() * seeds.length)] ?? new Uint8Array();
  const refusals: unknown[] = [];
  const run = async (bytes: Uint8Array<ArrayBuffer>) => {
    try {
      await target.run(bytes);
    } catch (error) {
      refusals.push(error);
      throw error;
    }
  };
  const fault = await findFault({ ...target, run }, mutate(pick(), pick(), random));
  return fault ?? (refusals.length > 0 ? 'refused' : 'read');
}

/** A changed graph that passes the check is opened and computed, as a bundle would be. */
async function runGraph(random: () => number): Promise<string> {
  const model = random() < 0.5 ? 'wav2vec2-mini' : 'ecapa-mini';
  const folder = new URL(`../../models/${model}/`, import.meta.url);
  const graph = mutateGraph(readFileSync(fileURLToPath(new URL(MODEL_FILE, folder))), random);
  const weights = fileURLToPath(new URL(DATA_FILE, folder));
  try {
    checkGraph(graph, readFileSync(weights).length, MODEL_FILE);
  } catch {
    return 'refused';
  }
  try {
    const session = await openSession({ graph, weights }, { threads: 1 });
    const data = Float32Array.from({ length: 16_000 }, () => random() - 0.5);
    const { logits } = await session.run({ waveform: { data, shape: [1, data.length] } });
    await session.dispose();
    return logits?.data.every(Number.isFinite) === true ? 'read' : 'not finite';
  } catch {
    return 'refused by the runtime';
  }
}
