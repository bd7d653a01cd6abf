/**
 * `npm run bench:long`: peak memory and speed of recordings of a minute, ten minutes and an hour.
 * Prints JSON; `measureLong` of bench/long/measure-long.js is the same as a module.
 *
 *   npm run bench:long -- [--speech FILE] [--formats wav,mp3] [--minutes 1,10,60] [--rounds 3] [--model SOURCE]
 *
 * --speech   a recording that is repeated; default: a synthesised tone, which the search for speech
 *            searches to the end
 * --formats  wav (16 kHz mono); by ffmpeg at 44.1 kHz stereo: stereo.wav, mp3, flac; 48 kHz: opus
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, install, root } from '../scripts/prepare.js';
import { FORMATS, makeRecordings } from './long/make-recordings.js';
import { measureLong } from './long/measure-long.js';

const { values } = parseArgs({
  options: {
    speech: {
      type: 'string',
      default: join(root, 'test', 'fixtures', 'audio', 'high-2.3s.wav'),
    },
    formats: { type: 'string', default: 'wav' },
    minutes: { type: 'string', default: '1,10,60' },
    rounds: { type: 'string', default: '3' },
    model: { type: 'string' },
  },
});
const formats = values.formats.split(',');
const unknown = formats.filter((format) => !FORMATS.includes(format));
if (unknown.length > 0)
  throw new RangeError(`Found ${unknown.join()}, expected ${FORMATS.join()}.`);

install();
build();
const { loadRecording } = await import('../dist/audio/node.js');
const folder = mkdtempSync(join(tmpdir(), 'wav2emo-long-'));
try {
  const minutes = values.minutes
    .split(',')
    .map(Number)
    .sort((a, b) => a - b);
  const source = values.speech;
  const recordings = await makeRecordings({ source, folder, minutes, formats, loadRecording });
  const { model } = values;
  const rows = measureLong({ recordings, rounds: Number(values.rounds), ...(model && { model }) });
  process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
