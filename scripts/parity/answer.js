/**
 * Converts one checkpoint and answers on recordings, for `npm run parity`: prints JSON with the
 * answers and what they cost.
 *
 *   node answer.js CHECKPOINT RECORDING...
 */
import { openEmotionModel, prepareBundle } from '../../dist/index.js';

const [source, ...recordings] = process.argv.slice(2);

/** The recording that the time is measured on: 10 s at 16 kHz. */
const TIMED_SAMPLES = 160_000;

async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}

/** The fastest of five runs: on a shared machine the others measure its other users. */
async function fastest(work) {
  const runs = [];
  for (let run = 0; run < 5; run++) runs.push((await timed(work)).seconds);
  return Math.min(...runs);
}

const conversion = await timed(() => prepareBundle({ source }));
const convertPeakBytes = process.resourceUsage().maxRSS * 1024;
const model = await openEmotionModel({ source });
const answers = [];
let runSeconds;
for (const recording of recordings) {
  const samples = await model.loadAudio(recording);
  const [answer] = await model.answerBatch(samples);
  const outputs = 'dimensions' in answer ? answer.logits : answer.probabilities;
  answers.push({
    embedding: [...answer.embedding],
    logits: [...answer.logits],
    outputs: [...outputs],
  });
  if (samples.length === TIMED_SAMPLES)
    runSeconds = await fastest(() => model.answerBatch(samples));
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
process.stdout.write(JSON.stringify({ answers, cost }));
