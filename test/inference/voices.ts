import type { Heads, ModelInfo, VoicePart } from '../../src/inference/index.js';
import { nameLabel } from '../../src/labels.js';

const HEADS: Heads = {
  format: 'wav2emo-heads',
  version: 1,
  labels: ['neu', 'ang'],
  absolute: {
    weight: [
      [0.5, -1],
      [2, 0.25],
    ],
    bias: [0.1, -0.2],
    calibration: { temperature: 1 },
  },
  relative: {
    weight: [
      [-2, 0],
      [2, 0],
    ],
    bias: [1, 0],
    calibration: { temperature: 2, uncertainBelow: 0.6 },
    population: [1, 2],
    speakerSeconds: [3, 0],
  },
};

/**
 * A model with an embedding of two numbers: the first is the anger of a voice, the second is the voice.
 * Above a difference of 0.25 from the speaker, `ang` is more probable than `neu`.
 */
export function tinyModel(changes: Partial<Heads> = {}): ModelInfo {
  const heads = { ...HEADS, ...changes };
  return {
    name: 'tiny',
    task: 'classification',
    labels: heads.labels.map(nameLabel),
    input: { minimumSamples: 400 },
    fingerprint: 'a'.repeat(64),
    heads,
  };
}

/** A part of a voice of the tiny model. */
export const part = (seconds: number, anger: number, voice = 0): VoicePart => ({
  seconds,
  embedding: Float32Array.of(anger, voice),
});

/** A window of 1 s with an embedding; its logits are those of a graph with two outputs. */
export const spokenWindow = (embedding: readonly number[], logits: readonly number[] = [0, 0]) => ({
  length: 16_000,
  logits: Float32Array.from(logits),
  embedding: Float32Array.from(embedding),
  speechSeconds: 1,
});
