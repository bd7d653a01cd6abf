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

${clips} clips of mixed lengths, ${audio?.toFixed(0)} s of audio, run once. Every variant computes them one after the other: padded to one
length they would get other answers. The command line is measured from the start of its process, with the decoding of the files
and the search for speech; without \`--jobs 1\` it answers on several files at once, one processor each.

${table(['', 'time', 'faster than it is spoken'], rows).trim()}`;
}
