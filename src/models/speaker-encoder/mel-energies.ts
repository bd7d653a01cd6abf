import type { GraphBuilder, Value } from '../../onnx/index.js';
import { sum } from '../layers/statistics.js';
import { slaneyFilters, type SlaneySettings } from './slaney-mel.js';

export type MelEnergySettings = SlaneySettings & {
  /** Samples from one frame to the next. */
  readonly hopSamples: number;
};

/**
 * The power in each mel band, without a logarithm: `[batch, time]` to `[batch, nMels, frames]`. Each
 * frame is a Hann window of `nFft` samples; the first begins with the first sample, and nothing is
 * padded.
 *
 * @see https://librosa.org/doc/latest/generated/librosa.feature.melspectrogram.html, which pads `nFft / 2`
 *   zeros on each side unless `center` is false
 */
export function melEnergies(graph: GraphBuilder, waveform: Value, settings: MelEnergySettings) {
  const { nFft, hopSamples, nMels } = settings;
  const bins = Math.floor(nFft / 2) + 1;
  const channel = graph.op('Unsqueeze', [waveform, graph.constant('int64', [1])]);
  const basis = fourierBasis(graph, nFft, bins);
  const spectrum = graph.op('Conv', [channel, basis], {
    kernel_shape: [nFft],
    strides: [hopSamples],
  });
  const shape = graph.constant('int64', [0, 2, bins, -1]);
  const parts = graph.op('Reshape', [graph.op('Mul', [spectrum, spectrum]), shape]);
  const power = sum(graph, parts, [1], false);
  const filters = graph.weight('mel_filters', [nMels, bins], () =>
    Promise.resolve(slaneyFilters(settings)),
  );
  return graph.op('MatMul', [filters, power]);
}

/**
 * The windowed cosines and sines of all frequencies, `[2 · bins, 1, nFft]`. They are looked up in one
 * period when the graph is loaded: stored, they would be a third of its file.
 */
function fourierBasis(graph: GraphBuilder, nFft: number, bins: number): Value {
  const waves = period(graph, nFft);
  const window = graph.weight('hann', [nFft], () => Promise.resolve(hann(nFft)));
  const range = (length: number) =>
    graph.op(
      'Range',
      [0, length, 1].map((each) => graph.constant('int64', each)),
    );
  const columns = graph.op('Unsqueeze', [range(bins), graph.constant('int64', [1])]);
  const products = graph.op('Mul', [columns, range(nFft)]);
  const angles = graph.op('Mod', [products, graph.constant('int64', nFft)]);
  const looked = graph.op('Gather', [waves, angles], { axis: 1 });
  const windowed = graph.op('Mul', [looked, window]);
  return graph.op('Reshape', [windowed, graph.constant('int64', [2 * bins, 1, nFft])]);
}

/** One period of the cosine and one of the sine, `[2, nFft]`. */
function period(graph: GraphBuilder, nFft: number): Value {
  const wave = (of: (angle: number) => number) =>
    Array.from({ length: nFft }, (_, n) => of((2 * Math.PI * n) / nFft));
  const both = Float32Array.from([...wave(Math.cos), ...wave(Math.sin)]);
  return graph.weight('period', [2, nFft], () => Promise.resolve(both));
}

/** The periodic Hann window. */
function hann(length: number): Float32Array {
  return Float32Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length));
}
