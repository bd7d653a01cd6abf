/**
 * Converts one checkpoint and computes results for recordings, for `npm run parity`: prints JSON
 * with the results and what they cost.
 *
 *   node compute-results.js CHECKPOINT RECORDING...
 */
import { openEmotionModel, prepareBundle } from '../../dist/index.js';

const [source = '', ...recordings] = process.argv.slice(2);

/** The time is measured on the recording of this length: 10 s at 16 kHz. */
const TIMED_SAMPLES = 160_000;

/**
 * @template T
 * @param {() => Promise<T>} work
 */
async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}

/**
 * The fastest of five runs, in seconds: on a shared machine the slower ones measure its other users.
 *
 * @param {() => Promise<unknown>} work
 */
async function fastest(work) {
  const runs = [];
  for (let run = 0; run < 5; run++) runs.push((await timed(work)).seconds);
  return Math.min(...runs);
}

const conversion = await timed(() => prepareBundle({ source }));
const convertPeakBytes = process.resourceUsage().maxRSS * 1024;
const model = await openEmotionModel({ source });

/** @param {Float32Array} samples 16 kHz mono */
function compute(samples) {
  return 'classifyBatch' in model ? model.classifyBatch(samples) : model.predictBatch(samples);
}

const results = [];
let runSeconds = NaN;
for (const recording of recordings) {
  const samples = await model.loadAudio(recording);
  const [result] = await compute(samples);
  if (!result) throw new Error(`${recording}: no result`);
  const outputs = 'probabilities' in result ? result.probabilities : result.logits;
  const beside = 'probabilities' in result ? (result.dimensions ?? {}) : {};
  results.push({
    embedding: [...result.embedding],
    logits: [...result.logits],
    outputs: [...outputs, ...Object.values(beside)],
  });
  if (samples.length === TIMED_SAMPLES) runSeconds = await fastest(() => compute(samples));
}
await model.dispose();
const { manifest } = conversion.result;
const cost = {
  parameters: manifest.architecture.parameters,
  graphBytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
  convertSeconds: conversion.seconds,
  convertPeakBytes,
  runSeconds,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(JSON.stringify({ results, cost }));
