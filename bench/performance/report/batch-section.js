import { seconds, table } from '../format.js';

/** Many clips at once. */
export function batchSection({ batch }) {
  if (!batch) return undefined;
  const rows = Object.entries(batch).map(([name, result]) => [
    name,
    ...(result.failure
      ? [result.failure, '']
      : [
          seconds(result.milliseconds),
          `${((1000 * result.seconds) / result.milliseconds).toFixed(1)}×`,
        ]),
  ]);
  const { clips, seconds: audio } = Object.values(batch).find((each) => each.clips) ?? {};
  return `## A batch

${clips} clips of mixed lengths, ${audio?.toFixed(0)} s of audio, run once. Every variant computes them one after the other, because padding
them to one length would change the results. The command line is measured from the start of its process, including the decoding of
the files and the search for speech; without \`--jobs 1\` it classifies several files in parallel, with one core each.

${table(['', 'time', 'times faster than real time'], rows).trim()}`;
}
