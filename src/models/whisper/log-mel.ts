import type { GraphBuilder, Value } from '../../onnx/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import { slaneyFilters } from './mel-filters.js';
import { BINS, powerSpectrum } from './power-spectrum.js';

/** Smallest energy; everything below it is treated as silence. */
const FLOOR = 1e-10;
/** Dynamic range in powers of ten: lower levels are raised to this far below the loudest one. */
const RANGE = 8;
/** The encoder's input is `(level + SHIFT) / SHIFT`. */
const SHIFT = 4;

/**
 * The levels of the mel bands, `log10` of their energies: `[1, time]` to `[1, frames, bands]`, with one
 * frame for each full 10 ms. Levels more than {@link RANGE} below the loudest one of the waveform are
 * raised to that.
 *
 * @see transformers.WhisperFeatureExtractor
 */
export function logMel(graph: GraphBuilder, waveform: Value, bands: number): Value {
  const power = powerSpectrum(graph, waveform);
  const filters = graph.weight('mel_filters', [BINS, bands], () =>
    Promise.resolve(slaneyFilters(BINS, bands, MODEL_SAMPLE_RATE)),
  );
  // Once for the cosines and once for the sines, so that the product adds their squares.
  const doubled = graph.op('Concat', [filters, filters], { axis: 0 });
  const energy = graph.op('MatMul', [power, doubled]);
  const audible = graph.op('Max', [energy, graph.constant('float32', FLOOR)]);
  const scale = graph.constant('float32', 1 / Math.LN10);
  const level = graph.op('Mul', [graph.op('Log', [audible]), scale]);
  const loudest = graph.op('ReduceMax', [level], { keepdims: 1 });
  const lowest = graph.op('Sub', [loudest, graph.constant('float32', RANGE)]);
  return graph.op('Max', [level, lowest]);
}

/** The level, as a power of ten, that {@link levelToLoudest} gives to the loudest band: that of clear speech. */
const LOUDEST = 1.5;

/**
 * Shifts the levels of the mel bands `[1, frames, bands]` so that the loudest one is
 * {@link LOUDEST}: the volume of a recording then makes no difference.
 */
export function levelToLoudest(graph: GraphBuilder, levels: Value): Value {
  const loudest = graph.op('ReduceMax', [levels], { keepdims: 1 });
  const shift = graph.op('Sub', [graph.constant('float32', LOUDEST), loudest]);
  return graph.op('Add', [levels, shift]);
}

/** The encoder's input from the levels of the mel bands, of the same shape. */
export function scaleLevels(graph: GraphBuilder, levels: Value): Value {
  const shift = graph.constant('float32', SHIFT);
  return graph.op('Div', [graph.op('Add', [levels, shift]), shift]);
}
