/** What the library promises about speed and memory, and whether a measurement keeps it. */
import { LONG_SECONDS } from './sounds.js';
import { NAMES } from './variants.js';

/** Seconds of the clips that the ratios are of. */
const SECONDS = [4, 10, 30];

/**
 * @param results what the parts have measured; parts may be missing
 * @returns a list of `bar` and `found` in words, and `reached`: undefined where nothing was measured
 */
export function judge(results) {
  return [...ratios(results), ...memory(results), ...coldStart(results), ...accuracy(results)];
}

function ratios({ clips = {}, machine }) {
  const { fp32, int8, pytorch, bfloat16, transformersJsFp32, transformersJs } = NAMES;
  const amx = machine.has.includes('AMX') ? '' : ', asked for with AMX, which is not here';
  return SECONDS.flatMap((seconds) =>
    [
      [fp32, 1.3, 'PyTorch fp32', pytorch],
      [fp32, 1.15, 'transformers.js fp32', transformersJsFp32],
      [int8, 3, 'PyTorch fp32', pytorch],
      [int8, 1.5, `PyTorch bfloat16${amx}`, bfloat16],
      [int8, 2, "transformers.js's best", transformersJs],
    ].map(([own, least, words, peers]) => {
      const medians = peers.map((name) => medianOf(clips[name], seconds)).filter(Boolean);
      const ratio = Math.min(...medians) / medianOf(clips[own], seconds);
      const bar = `${own}, ${seconds} s: at least ${least}× as fast as ${words}`;
      return verdict(bar, ratio, `${ratio.toFixed(2)}×`, ratio >= least);
    }),
  );
}

function memory({ memory: peaks = {}, long = {} }) {
  const bytes = peaks[NAMES.int8]?.[30]?.bytes;
  return [
    verdict(
      `${NAMES.int8}, 30 s: at most 700 MB of memory`,
      ...[bytes, `${Math.round(bytes / 1e6)} MB`, bytes <= 700e6],
    ),
    ...[NAMES.int8, NAMES.embedded].flatMap((name) => growth(name, long[name] ?? {})),
  ];
}

/** An hour beside a minute. */
function growth(name, { minute = {}, hour = {} }) {
  const memoryRatio = hour.bytes / minute.bytes;
  const rate = (result, seconds) => seconds / result.milliseconds;
  const speed = rate(hour, LONG_SECONDS.hour) / rate(minute, LONG_SECONDS.minute);
  return [
    verdict(
      `${name}, an hour: at most 1.1× the memory of a minute`,
      ...[memoryRatio, `${memoryRatio.toFixed(2)}×`, memoryRatio <= 1.1],
    ),
    verdict(
      `${name}, an hour: at least 0.9× the throughput of a minute`,
      ...[speed, `${speed.toFixed(2)}×`, speed >= 0.9],
    ),
  ];
}

function coldStart({ cold = {} }) {
  return [
    [NAMES.int8, 1.5],
    [NAMES.embedded, 0.7],
  ].map(([name, most]) => {
    const seconds = cold[name]?.median / 1000;
    const bar = `${name}: first answer at most ${most} s after the start of the process`;
    return verdict(bar, seconds, `${seconds.toFixed(2)} s`, seconds <= most);
  });
}

function accuracy({ corpus = {} }) {
  const { model = 'the embedded model', rows = [] } = corpus;
  const { same, meanDifference } = rows.find(({ name }) => name === 'int8') ?? {};
  const words = `${model} in int8 beside fp32 on real speech`;
  return [
    verdict(
      `${words}: the same label on at least 99 % of clips`,
      ...[same, `${(100 * same).toFixed(1)} %`, same >= 0.99],
    ),
    verdict(
      `${words}: mean difference of probabilities at most 0.01`,
      ...[meanDifference, meanDifference?.toFixed(4), meanDifference <= 0.01],
    ),
  ];
}

function medianOf(result, seconds) {
  return result?.times?.[seconds]?.median;
}

function verdict(bar, value, found, reached) {
  return Number.isFinite(value) ? { bar, found, reached } : { bar, found: 'not measured' };
}
