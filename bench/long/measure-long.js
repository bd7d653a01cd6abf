import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../scripts/prepare.js';

/**
 * Peak memory and speed of `classifyFile` for recordings of several lengths, in interleaved rounds. For
 * memory, each recording has a separate process. For speed, the recordings of one format share a process
 * that has classified the shortest one before, so that the start is not measured.
 *
 * @param recordings `{ minutes, format, path }`, the shortest of a format first
 * @param model folder or name; default: the embedded one
 * @returns one row a recording, medians over the rounds: `peakBytes`, `seconds`, `timesRealTime`, and
 *   `memoryRatio` and `speedRatio` to the shortest recording of the format
 */
export function measureLong({ recordings, rounds, model = '' }) {
  const rows = recordings.map((recording) => ({ ...recording, peaks: [], times: [] }));
  const formats = [...new Set(rows.map(({ format }) => format))];
  for (let round = 0; round < rounds; round++) {
    for (const row of rows) row.peaks.push(answer(model, [row.path]).peakBytes);
    for (const format of formats) {
      const group = rows.filter((row) => row.format === format);
      const { seconds } = answer(model, [group[0].path, ...group.map(({ path }) => path)]);
      for (const [at, row] of group.entries()) row.times.push(seconds[at + 1]);
    }
  }
  return rows.map((row) => summarize(row)).map(compareWithShortest);
}

function answer(model, files) {
  const words = [join(root, 'bench', 'long', 'answer.js'), model, ...files];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
}

function summarize({ minutes, format, peaks, times }) {
  const seconds = median(times);
  return {
    minutes,
    format,
    peakBytes: median(peaks),
    seconds,
    timesRealTime: (60 * minutes) / seconds,
  };
}

function compareWithShortest(row, _, rows) {
  const shortest = rows.find(({ format }) => format === row.format);
  return {
    ...row,
    memoryRatio: row.peakBytes / shortest.peakBytes,
    speedRatio: row.timesRealTime / shortest.timesRealTime,
  };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
