/**
 * The child of `bench/security/mutants.js`: tries mutants of one target from a number on, and says before
 * each which it is, so that the parent knows what ended or stopped this process.
 */
import { classifying } from './attempts/classify.js';
import { type Attempt, mutant, refusal } from './attempts/attempt.js';
import { convertMutant } from './attempts/convert.js';
import { loadingBundles } from './attempts/load-bundle.js';
import { runGraph } from './attempts/run-graph.js';
import { forms, sending, webSockets } from './attempts/send.js';
import { seededRandom } from '../support/seeded-random.js';
import { AUDIO_TARGETS, FUZZ_TARGETS } from './targets.js';

/** What needs more than a reader: the runtime, or a server. */
const ATTEMPTS: Readonly<Record<string, () => Promise<Attempt>>> = {
  'graph-run': () => Promise.resolve(runGraph),
  bundle: loadingBundles,
  checkpoint: () => Promise.resolve(convertMutant),
  form: () => sending(forms),
  websocket: () => sending(webSockets),
  ...Object.fromEntries(
    AUDIO_TARGETS.map(({ name, seeds }) => [name, () => classifying(seeds())] as const),
  ),
};

const [name = '', from = '0', to = '0'] = process.argv.slice(2);
// Only own decoders are looked at; ffmpeg would be started thousands of times.
process.env['PATH'] = '';
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const attempt = await (ATTEMPTS[name] ?? reading)();

for (let at = Number(from); at < Number(to); at++) {
  say({ begin: at });
  // Each mutant has its own generator, so that it can be made again alone.
  const random = seededRandom(1 + at * 7919);
  for (let warm = 0; warm < 8; warm++) random();
  const start = performance.now();
  const outcome = await attempt(random);
  say({ end: at, outcome, milliseconds: performance.now() - start });
}
process.exit(0);

async function reading(): Promise<Attempt> {
  const target = FUZZ_TARGETS.find((each) => each.name === name);
  if (!target) throw new RangeError(`There is no target ${name}.`);
  const seeds = target.seeds();
  return await Promise.resolve(async (random) => {
    try {
      await target.run(mutant(seeds, random));
      return 'read';
    } catch (error) {
      return refusal(error);
    }
  });
}
