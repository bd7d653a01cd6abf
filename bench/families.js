/**
 * `npm run bench:families`: the time for 10 s of sound with each kind of checkpoint, beside its reference library on
 * PyTorch, with the full-size seeded weights of `npm run parity`. Writes docs/reports/families.md.
 *
 *   npm run bench:families -- --python PROGRAM [--folder .parity] [--rounds 7] [--only NAME,NAME] [--print]
 *
 * --folder  the working folder of `npm run parity`; checkpoints that are not there are made
 * --python  a Python in which recipes/parity/requirements.txt is installed
 * --only    measures these alone; the others keep their last measurement, each in families/NAME.row.json
 * --print   prints the report and leaves docs/reports/families.md as it is
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeCheckpoint, readNames } from '../scripts/parity/recipes.js';
import { build, install, root } from '../scripts/prepare.js';
import { measureFamily } from './families/measure-family.js';
import { writeReport } from './families/report.js';
import { describeMachine } from './families/machine.js';
import { makeSounds } from './performance/sounds.js';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: join(root, '.parity') },
    python: { type: 'string', default: 'python3' },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string' },
    print: { type: 'boolean', default: false },
  },
});

install();
build();
const folder = resolve(values.folder);
const work = join(folder, 'families');
mkdirSync(work, { recursive: true });
const clip = makeSounds(join(folder, 'sounds')).clips[10];
const rowOf = (name) => join(work, `${name}.row.json`);
const known = readNames(values.python);
for (const name of values.only?.split(',') ?? known) await measure(name);
const measured = known.filter((name) => existsSync(rowOf(name)));
const rows = measured.map((name) => ({ name, ...JSON.parse(readFileSync(rowOf(name), 'utf8')) }));
const missing = known.filter((name) => !measured.includes(name));
const text = writeReport({ rows, missing });
process.stdout.write(text);
if (!values.print) writeFileSync(join(root, 'docs', 'reports', 'families.md'), text);

/** Measures one kind of checkpoint and keeps what was found, so that a later failure loses nothing. */
async function measure(name) {
  process.stderr.write(`${name} …\n`);
  if (!known.includes(name)) throw new Error(`Found ${name}, expected one of ${known.join(', ')}.`);
  const checkpoints = join(folder, 'checkpoints');
  const checkpoint = join(checkpoints, name);
  if (!existsSync(checkpoint)) makeCheckpoint(values.python, checkpoints, name);
  const machine = describeMachine(values.python);
  const options = { checkpoint, clip, python: values.python, rounds: Number(values.rounds), work };
  const found = await measureFamily(options);
  writeFileSync(rowOf(name), JSON.stringify({ ...found, machine }));
}
