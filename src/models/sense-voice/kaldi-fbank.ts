import type { GraphBuilder, Value } from '../../onnx/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import { mean } from '../layers/statistics.js';
import { stridedWindows } from '../layers/strided-windows.js';
import { KALDI_FFT_SAMPLES, kaldiFilters } from './kaldi-mel.js';

/** Samples of a window, 25 ms, and from one window to the next, 10 ms. */
export const FBANK_WINDOW_SAMPLES = 400;
const HOP_SAMPLES = 160;
/** Windows and hops are multiples of this many samples, so that windows are rows of a reshaped waveform. */
const BLOCK = 80;

/** Samples as integers of 16 bits, which Kaldi expects. */
const FULL_SCALE = 32_768;
/** How much of the sample before is subtracted from each sample of a window. */
const PRE_EMPHASIS = 0.97;
/** Smallest energy: the distance from 1 to the next float32. */
const FLOOR = 2 ** -23;

/**
 * Kaldi's logarithmic mel energies without dither: `[1, time]` to `[1, frames, bands]`. A frame is one whole
 * window, so that up to 159 samples at the end belong to no frame.
 *
 * @see torchaudio.compliance.kaldi.fbank with a Hamming window
 */
export function kaldiFbank(graph: GraphBuilder, waveform: Value, bands: number): Value {
  const scaled = graph.op('Mul', [waveform, graph.constant('float32', FULL_SCALE)]);
  const windows = windowsOf(graph, scaled);
  const centred = graph.op('Sub', [windows, mean(graph, windows, [2])]);
  const spectrum = graph.op('MatMul', [emphasised(graph, centred), fourierBasis(graph)]);
  const power = graph.op('Mul', [spectrum, spectrum]);
  const bins = KALDI_FFT_SAMPLES / 2 + 1;
  const filters = graph.weight('mel_filters', [bins, bands], () =>
    Promise.resolve(kaldiFilters(bands, MODEL_SAMPLE_RATE)),
  );
  // Once for the cosines and once for the sines, so that the product adds their squares.
  const doubled = graph.op('Concat', [filters, filters], { axis: 0 });
  const energy = graph.op('MatMul', [power, doubled]);
  return graph.op('Log', [graph.op('Max', [energy, graph.constant('float32', FLOOR)])]);
}

/** The samples of each frame, `[1, frames, FBANK_WINDOW_SAMPLES]`. */
function windowsOf(graph: GraphBuilder, waveform: Value): Value {
  const number = (value: number) => graph.constant('int64', [value]);
  const time = graph.op('Shape', [waveform], { start: 1, end: 2 });
  const beyond = graph.op('Sub', [time, number(FBANK_WINDOW_SAMPLES)]);
  const end = graph.op('Sub', [time, graph.op('Mod', [beyond, number(HOP_SAMPLES)])]);
  const needed = graph.op('Slice', [waveform, number(0), end, number(1)]);
  const blocks = graph.op('Reshape', [needed, graph.constant('int64', [1, -1, BLOCK])]);
  const sizes = { kernel: FBANK_WINDOW_SAMPLES / BLOCK, stride: HOP_SAMPLES / BLOCK, width: BLOCK };
  return stridedWindows(graph, blocks, sizes);
}

/** Subtracts the sample before from each sample of a window; the first one is its own. */
function emphasised(graph: GraphBuilder, windows: Value): Value {
  const number = (value: number) => graph.constant('int64', [value]);
  const cut = (start: number, end: number) =>
    graph.op('Slice', [windows, number(start), number(end), number(2)]);
  const before = graph.op('Concat', [cut(0, 1), cut(0, -1)], { axis: 2 });
  const part = graph.op('Mul', [before, graph.constant('float32', PRE_EMPHASIS)]);
  return graph.op('Sub', [windows, part]);
}

/** The cosines and then the sines under a Hamming window, `[FBANK_WINDOW_SAMPLES, 2 · bins]`. */
function fourierBasis(graph: GraphBuilder): Value {
  const bins = KALDI_FFT_SAMPLES / 2 + 1;
  return graph.weight('fourier_basis', [FBANK_WINDOW_SAMPLES, 2 * bins], () =>
    Promise.resolve(windowedWaves(bins)),
  );
}

function windowedWaves(bins: number): Float32Array {
  const basis = new Float32Array(FBANK_WINDOW_SAMPLES * 2 * bins);
  for (let n = 0; n < FBANK_WINDOW_SAMPLES; n++) {
    const window = 0.54 - 0.46 * Math.cos((2 * Math.PI * n) / (FBANK_WINDOW_SAMPLES - 1));
    for (let bin = 0; bin < bins; bin++) {
      // The modulo before the division preserves the precision of the angle.
      const angle = (2 * Math.PI * ((bin * n) % KALDI_FFT_SAMPLES)) / KALDI_FFT_SAMPLES;
      basis[n * 2 * bins + bin] = window * Math.cos(angle);
      basis[n * 2 * bins + bins + bin] = window * Math.sin(angle);
    }
  }
  return basis;
}
