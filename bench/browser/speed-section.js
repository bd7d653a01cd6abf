/** The part of the report about speed: tables, and the targets with what was found. */
import {
  megabytes,
  milliseconds as shortly,
  seconds as inSeconds,
  table,
} from '../performance/format.js';
import { summarise } from '../performance/statistics.js';
import { judge } from './bars.js';
import { BASE, EMBEDDED, LIVE, nameOf } from './variants.js';

/** Above this load of each core, other programs took part of the time. */
const QUIET_LOAD = 1.3;

/** @param measured `{ programs, journal, seconds, rounds, starts, machine, load, versions }` */
export function speedSection(measured) {
  const { programs, seconds, rounds, starts } = measured;
  const rows = programs.map((program) => rowOf(program, measured));
  const live = liveOf(measured);
  return `${introduction(measured)}

Each variant is a process of its own: a Chromium, or Node with its default threads. Median of ${starts} starts with an empty cache, and of
${rounds} rounds after a warm-up round, ± half the distance between the quartiles; in each round, every variant computes every clip once.
The page and the models come from the loopback interface. "Load" is the time until the model is ready (in Node from the start of the
process), "first result" that until a clip of ${seconds[0]} s is classified, too. The times of wav2emo contain decoding a WAV file, those of
transformers.js do not. Nothing searches for speech. Memory is the peak of the process that computes, of a browser's page with its workers.

${table(
  ['variant', ...seconds.map((each) => `${each} s`), 'load', 'first result', 'bytes', 'memory'],
  rows.map((row) => cellsOf(row, seconds)),
)}${failuresOf(rows)}
wav2vec2-base has seeded weights; wav2emo and transformers.js have the same ones.

A live session on ${LIVE}, with a measurement asked for every 0.25 s of speech without a pause: ${liveWords(live)}

Largest difference of a probability between the browser and Node: ${differences(rows)}.

### Targets

${table(
  ['target', 'found', ''],
  judge(rows, live).map(({ bar, found, reached }) => [
    ...[bar, found, reached === undefined ? '–' : reached ? 'reached' : '**missed**'],
  ]),
)}`;
}

function introduction({ machine, load, versions }) {
  const { processor, cores, has, hasNot } = machine;
  const busy = Math.max(load.before, load.after - cores) > QUIET_LOAD * cores;
  const warning = busy
    ? ' **Other programs used the machine: the times are too long, and variants with several threads suffer most.**'
    : '';
  const libraries = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${processor}, ${cores} cores. It has ${has.join(', ') || 'none of the instructions looked for'}; it has no ${hasNot.join(', no ') || 'lack of those looked for'}.
Load of the last minute: ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after.${warning}

${libraries.join(', ')}.`;
}

/** What was measured of a variant; the times are summaries by the length of the clip. */
function rowOf({ name, failure }, { journal, seconds, rounds, starts }) {
  const started = found(starts, (number) => journal.find(['start', name, number]));
  const clips = seconds.map((each) => [
    each,
    found(rounds, (round) => journal.find(['clip', name, each, round])),
  ]);
  const all = clips.flatMap(([, runs]) => runs);
  const times = clips
    .filter(([, runs]) => runs.length > 0)
    .map(([each, runs]) => [each, summarise(runs.map(({ milliseconds }) => milliseconds))]);
  const medianOf = (key) => started.length && summarise(started.map((each) => each[key])).median;
  const peaks = [...started, ...all].map(({ memory }) => memory).filter(Boolean);
  return {
    ...{ name, failure, times: Object.fromEntries(times) },
    ...{ load: medianOf('load'), first: medianOf('first'), bytes: started[0]?.bytes },
    memory: peaks.length > 0 ? Math.max(...peaks) : undefined,
    probabilities: Object.fromEntries(clips.map(([each, runs]) => [each, runs[0]?.probabilities])),
  };
}

function found(count, find) {
  return Array.from({ length: count }, (_, at) => find(at)).filter(Boolean);
}

function cellsOf({ name, failure, times, load, first, bytes, memory }, seconds) {
  const missing = failure === undefined ? 'not measured' : 'failed';
  const time = (value) => (value ? duration(value) : missing);
  const cells = seconds.map((each) => (times[each] ? spread(times[each]) : missing));
  const size = bytes === undefined ? '' : `${(bytes / 1e6).toFixed(1)} MB`;
  return [name, ...cells, time(load), time(first), size, megabytes(memory)];
}

function failuresOf(rows) {
  return rows
    .filter(({ failure }) => failure !== undefined)
    .map(({ name, failure }) => `\n${name} failed: ${failure}\n`)
    .join('');
}

const duration = (value) => (value < 1000 ? shortly(value) : inSeconds(value));
const spread = ({ median, lower, upper }) =>
  `${duration(median)} ±${((50 * (upper - lower)) / median).toFixed(0)} %`;

function liveOf({ journal }) {
  const live = journal.find(['live']);
  if (!live) return undefined;
  const { speechSeconds, delays } = live;
  return { perSecond: delays.length / speechSeconds, delay: summarise(delays) };
}

function liveWords(live) {
  if (!live) return 'not measured.';
  const { perSecond, delay } = live;
  return `${perSecond.toFixed(2)} measurements a second of speech, which are ready ${shortly(delay.median)} after the sound they end with
(median; three quarters within ${shortly(delay.upper)}).`;
}

function differences(rows) {
  return [...EMBEDDED, BASE]
    .map(
      (model) => `${model} ${largestDifference(model, rows)?.toExponential(1) ?? 'not measured'}`,
    )
    .join(', ');
}

function largestDifference(model, rows) {
  const of = (name) => rows.find((row) => row.name === name)?.probabilities ?? {};
  const native = of(nameOf.node(model));
  const all = [nameOf.threaded(model), nameOf.alone(model)].flatMap((name) =>
    Object.entries(of(name)).flatMap(([seconds, values = []]) =>
      values.map((value, label) => Math.abs(value - native[seconds]?.[label])),
    ),
  );
  return all.length > 0 ? Math.max(...all) : undefined;
}
