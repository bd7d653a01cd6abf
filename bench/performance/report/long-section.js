import { megabytes, seconds, table } from '../format.js';
import { LONG_SECONDS } from '../sounds.js';

const WORDS = { minute: 'a minute', tenMinutes: 'ten minutes', hour: 'an hour' };

/** Long recordings. */
export function longSection({ long }) {
  if (!long) return undefined;
  const names = Object.keys(LONG_SECONDS);
  const rows = Object.entries(long)
    .filter(([, results]) => Object.keys(results).length > 0)
    .map(([name, results]) => [name, ...names.map((each) => cell(results[each]))]);
  return `## Long recordings

From the file to the result, each once in a separate process: time and peak memory. wav2emo computes windows of at most 30 s and also
searches for speech; this sound contains little, so all of it is searched. The peers compute the recording in one run, which is their
default, within limits of time and memory; an empty cell was not measured.

${table(['', ...names.map((name) => WORDS[name])], rows).trim()}`;
}

function cell(result) {
  if (result === undefined) return '';
  return result.failure ?? `${seconds(result.milliseconds)}, ${megabytes(result.bytes)}`;
}
