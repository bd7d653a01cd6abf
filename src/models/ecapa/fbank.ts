import type { GraphBuilder, Value } from '../../onnx/index.js';
import { melFilters, type MelSettings } from './mel.js';

export type FbankSettings = MelSettings & {
  /** Samples of a frame's window, at most `nFft`. */
  readonly windowSamples: number;
  /** Samples from one frame to the next. */
  readonly hopSamples: number;
};

/** Smallest power; everything below it is treated as silence. */
const FLOOR = 1e-10;
/** Dynamic range in decibels: lower levels are raised to this far below the loudest point of the utterance. */
const TOP_DB = 80;

/**
 * Mel energies in decibels: `[1, time]` to `[1, nMels, frames]`. There are `floor(time / hopSamples) + 1`
 * frames; the first is centred on the first sample.
 *
 * @see speechbrain.lobes.features.Fbank
 */
export function fbank(graph: GraphBuilder, waveform: Value, settings: FbankSettings): Value {
  const { nFft, hopSamples, nMels } = settings;
  const bins = Math.floor(nFft / 2) + 1;
  const channel = graph.op('Unsqueeze', [waveform, graph.constant('int64', [1])]);
  const basis = graph.weight('fourier_basis', [2 * bins, 1, nFft], () =>
    Promise.resolve(fourierBasis(settings)),
  );
  const half = Math.floor(nFft / 2);
  const spectrum = graph.op('Conv', [channel, basis], {
    kernel_shape: [nFft],
    strides: [hopSamples],
    pads: [half, half],
  });
  const power = graph.op('Mul', [spectrum, spectrum]);
  // Each filter appears twice, for cosines and sines, so the product adds their squares.
  const filters = graph.weight('mel_filters', [nMels, 2 * bins], () =>
    Promise.resolve(doubled(melFilters(settings), bins)),
  );
  return decibels(graph, graph.op('MatMul', [filters, power]));
}

function decibels(graph: GraphBuilder, energy: Value): Value {
  const audible = graph.op('Max', [energy, graph.constant('float32', FLOOR)]);
  const scale = graph.constant('float32', 10 / Math.LN10);
  const level = graph.op('Mul', [graph.op('Log', [audible]), scale]);
  const loudest = graph.op('ReduceMax', [level], { keepdims: 1 });
  const lowest = graph.op('Sub', [loudest, graph.constant('float32', TOP_DB)]);
  return graph.op('Max', [level, lowest]);
}

/** The windowed cosines followed by the windowed sines, `[2 · (nFft / 2 + 1), nFft]`. */
function fourierBasis({ nFft, windowSamples }: FbankSettings): Float32Array {
  const bins = Math.floor(nFft / 2) + 1;
  const start = Math.floor((nFft - windowSamples) / 2);
  const basis = new Float32Array(2 * bins * nFft);
  for (let bin = 0; bin < bins; bin++) {
    for (let n = 0; n < windowSamples; n++) {
      // The modulo before the division preserves the precision of the angle.
      const angle = (2 * Math.PI * ((bin * (start + n)) % nFft)) / nFft;
      const window = hamming(n, windowSamples);
      basis[bin * nFft + start + n] = window * Math.cos(angle);
      basis[(bins + bin) * nFft + start + n] = -window * Math.sin(angle);
    }
  }
  return basis;
}

/** The periodic Hamming window, in float32 like `torch.hamming_window`. */
function hamming(n: number, length: number): number {
  return Math.fround(0.54 - 0.46 * Math.cos((2 * Math.PI * n) / length));
}

/** Repeats each row: `[rows, columns]` to `[rows, 2 · columns]`. */
function doubled(matrix: Float32Array, columns: number): Float32Array {
  const twice = new Float32Array(matrix.length * 2);
  for (let at = 0; at < matrix.length; at += columns) {
    const row = matrix.subarray(at, at + columns);
    twice.set(row, 2 * at);
    twice.set(row, 2 * at + columns);
  }
  return twice;
}
