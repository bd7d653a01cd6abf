/** The targets for speed, memory and accuracy, and whether a measurement reaches them. */
import { LONG_SECONDS } from './sounds.js';
import { NAMES } from './variants.js';

/** Durations of the clips whose times are compared, in seconds. */
const SECONDS = [4, 10, 30];

/**
 * @typedef {{ machine: { has: readonly string[] }, clips?: Clips, memory?: Record<string, Record<number, Measured>>, long?: Record<string, { minute?: Measured, hour?: Measured }>, cold?: Record<string, { median: number }>, corpus?: Corpus }} Results
 *   what the parts have measured; parts may be missing
 * @typedef {{ bytes?: number, milliseconds?: number }} Measured
 * @typedef {{ model?: string, rows?: { name: string, same: number, meanDifference: number }[] }} Corpus
 * @typedef {Readonly<Record<string, { times: Readonly<Record<number, { median: number }>> }>>} Clips
 * @typedef {{ bar: string, found: string, reached?: boolean }} Verdict
 *   a target and the measurement in words; `reached` is absent if nothing was measured
 */

/**
 * Compares a measurement with the targets.
 *
 * @param {Results} results
 * @returns {Verdict[]}
 */
export function judge(results) {
  return [...ratios(results), ...memory(results), ...coldStart(results), ...accuracy(results)];
}

/**
 * @param {Results} results
 * @returns {Verdict[]}
 */
function ratios({ clips = {}, machine }) {
  const { fp32, int8, pytorch, bfloat16, transformersJsFp32, transformersJs } = NAMES;
  const amx = machine.has.includes('AMX')
    ? ''
    : ', a target for processors with AMX, which this one lacks';
  /** @type {[own: string, least: number, words: string, peers: string[]][]} */
  const targets = [
    [fp32, 1.3, 'PyTorch fp32', pytorch],
    [fp32, 1.15, 'transformers.js fp32', transformersJsFp32],
    [int8, 3, 'PyTorch fp32', pytorch],
    [int8, 1.5, `PyTorch bfloat16${amx}`, bfloat16],
    [int8, 2, "transformers.js's best", transformersJs],
  ];
  return SECONDS.flatMap((seconds) =>
    targets.map(([own, least, words, peers]) => {
      const medians = peers.map((name) => medianOf(clips[name], seconds)).filter(Boolean);
      const ratio = Math.min(...medians) / medianOf(clips[own], seconds);
      const bar = `${own}, ${seconds} s: at least ${least}× as fast as ${words}`;
      return verdict(bar, ratio, `${ratio.toFixed(2)}×`, ratio >= least);
    }),
  );
}

/**
 * @param {Results} results
 * @returns {Verdict[]}
 */
function memory({ memory: peaks = {}, long = {} }) {
  const bytes = peaks[NAMES.int8]?.[30]?.bytes;
  return [
    verdict(
      `${NAMES.int8}, 30 s: at most 700 MB of memory`,
      bytes,
      `${Math.round(bytes / 1e6)} MB`,
      bytes <= 700e6,
    ),
    ...[NAMES.int8, NAMES.embedded].flatMap((name) => growth(name, long[name] ?? {})),
  ];
}

/**
 * Compares an hour with a minute.
 *
 * @param {string} name
 * @param {{ minute?: Measured, hour?: Measured }} durations
 * @returns {Verdict[]}
 */
function growth(name, { minute = {}, hour = {} }) {
  const memoryRatio = hour.bytes / minute.bytes;
  const rate = (result, seconds) => seconds / result.milliseconds;
  const speed = rate(hour, LONG_SECONDS.hour) / rate(minute, LONG_SECONDS.minute);
  return [
    verdict(
      `${name}, an hour: at most 1.1× the memory of a minute`,
      memoryRatio,
      `${memoryRatio.toFixed(2)}×`,
      memoryRatio <= 1.1,
    ),
    verdict(
      `${name}, an hour: at least 0.9× the throughput of a minute`,
      speed,
      `${speed.toFixed(2)}×`,
      speed >= 0.9,
    ),
  ];
}

/**
 * @param {Results} results
 * @returns {Verdict[]}
 */
function coldStart({ cold = {} }) {
  /** @type {[name: string, most: number][]} */
  const targets = [
    [NAMES.int8, 1.5],
    [NAMES.embedded, 0.7],
  ];
  return targets.map(([name, most]) => {
    const seconds = cold[name]?.median / 1000;
    const bar = `${name}: first result at most ${most} s after the start of the process`;
    return verdict(bar, seconds, `${seconds.toFixed(2)} s`, seconds <= most);
  });
}

/**
 * @param {Results} results
 * @returns {Verdict[]}
 */
function accuracy({ corpus = {} }) {
  const { model = 'the embedded model', rows = [] } = corpus;
  const row = rows.find(({ name }) => name === 'int8');
  const { same, meanDifference } = row ?? { same: NaN, meanDifference: NaN };
  const words = `${model}, int8 compared with fp32 on real speech`;
  return [
    verdict(
      `${words}: the same label on at least 99 % of clips`,
      same,
      `${(100 * same).toFixed(1)} %`,
      same >= 0.99,
    ),
    verdict(
      `${words}: mean difference of probabilities at most 0.01`,
      meanDifference,
      meanDifference.toFixed(4),
      meanDifference <= 0.01,
    ),
  ];
}

function medianOf(result, seconds) {
  return result?.times?.[seconds]?.median;
}

/** @returns {Verdict} */
function verdict(bar, value, found, reached) {
  return Number.isFinite(value) ? { bar, found, reached } : { bar, found: 'not measured' };
}
