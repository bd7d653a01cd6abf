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

From the file to the answer, each once in a process of its own: time and most memory. wav2emo computes windows of at most 30 s
and looks for speech besides, which this sound has little of, so that all of it is searched. The peers compute the recording as one, as
they do out of the box, within limits of time and memory; an empty place was not tried.

${table(['', ...names.map((name) => WORDS[name])], rows).trim()}`;
}

function cell(result) {
  if (result === undefined) return '';
  return result.failure ?? `${seconds(result.milliseconds)}, ${megabytes(result.bytes)}`;
}
