/**
 * `npm run bench:families`: the time for 10 s of sound with each kind of checkpoint, beside its reference library on
 * PyTorch, with the full-size seeded weights of `npm run parity`. Writes docs/reports/families.md.
 *
 *   npm run bench:families -- --python PROGRAM [--folder .parity] [--rounds 7] [--only NAME,NAME] [--print]
 *
 * --folder  the working folder of `npm run parity`, which makes the checkpoints
 * --python  a Python in which recipes/parity/requirements.txt is installed
 * --only    measures these alone; the others keep their last measurement
 * --print   prints the report and leaves docs/reports/families.md as it is
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
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
const kept = join(work, 'measured.json');
const measured = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : { rows: {} };
const machine = describeMachine(values.python);
for (const name of values.only?.split(',') ?? readdirSync(join(folder, 'checkpoints'))) {
  process.stderr.write(`${name} …\n`);
  const checkpoint = join(folder, 'checkpoints', name);
  const options = { checkpoint, clip, python: values.python, rounds: Number(values.rounds), work };
  measured.rows[name] = await measureFamily(options);
  // What was measured is kept if a later checkpoint fails.
  writeFileSync(kept, JSON.stringify({ ...measured, machine }));
}
const text = writeReport({ ...measured, machine });
process.stdout.write(text);
if (!values.print) writeFileSync(join(root, 'docs', 'reports', 'families.md'), text);
