import type { GraphBuilder, Value } from '../../onnx/index.js';
import { stridedWindows } from '../layers/strided-windows.js';
import { MEL_HOP_SAMPLES as HOP, MEL_WINDOW_SAMPLES as WINDOW } from './whisper-settings.js';

/** Frequencies of the transform, from 0 Hz to half the sample rate. */
export const BINS = WINDOW / 2 + 1;
/** Windows and hops are multiples of this many samples, so that windows are rows of a reshaped waveform. */
const BLOCK = 80;

/**
 * The power spectra of a waveform: `[1, time]` to `[1, frames, BINS]`, with `floor(time / HOP)` frames.
 * The waveform is mirrored at both ends, and frame `t` is centred on sample `t · HOP` under a periodic
 * Hann window. Whisper drops the last of `floor(time / HOP) + 1` frames.
 *
 * @see torch.stft with `center=True`
 */
export function powerSpectrum(graph: GraphBuilder, waveform: Value): Value {
  const number = (value: number) => graph.constant('int64', [value]);
  const samples = graph.op('Shape', [waveform], { start: 1, end: 2 });
  const half = WINDOW / 2;
  const pads = graph.constant('int64', [0, half, 0, half]);
  const mirrored = graph.op('Pad', [waveform, pads], { mode: 'reflect' });
  const frames = graph.op('Div', [samples, number(HOP)]);
  const end = graph.op('Add', [graph.op('Mul', [frames, number(HOP)]), number(WINDOW - HOP)]);
  const needed = graph.op('Slice', [mirrored, number(0), end, number(1)]);
  const blocks = graph.op('Reshape', [needed, graph.constant('int64', [1, -1, BLOCK])]);
  const sizes = { kernel: WINDOW / BLOCK, stride: HOP / BLOCK, width: BLOCK };
  const windows = stridedWindows(graph, blocks, sizes);
  const spectrum = graph.op('MatMul', [windows, fourierBasis(graph)]);
  return graph.op('Mul', [spectrum, spectrum]);
}

/**
 * The windowed cosines and sines of each frequency, `[WINDOW, 2 · BINS]`. The graph computes them from
 * one period, so that they take no place in the file; the runtime does it once, when it loads the graph.
 */
function fourierBasis(graph: GraphBuilder): Value {
  const range = (end: number, shape: readonly number[]) => {
    const [from, to, step] = [0, end, 1].map((value) => graph.constant('int64', value));
    return graph.op('Reshape', [
      graph.op('Range', [from, to, step]),
      graph.constant('int64', shape),
    ]);
  };
  const turns = graph.op('Mul', [range(WINDOW, [WINDOW, 1]), range(BINS, [1, BINS])]);
  const phases = graph.op('Mod', [turns, graph.constant('int64', WINDOW)]);
  const waves = [Math.cos, Math.sin].map((wave) => {
    const period = graph.weight(wave.name, [WINDOW], () =>
      Promise.resolve(Float32Array.from({ length: WINDOW }, (_, n) => wave(angle(n)))),
    );
    return graph.op('Gather', [period, phases]);
  });
  const hann = graph.weight('hann', [WINDOW, 1], () =>
    Promise.resolve(Float32Array.from({ length: WINDOW }, (_, n) => (1 - Math.cos(angle(n))) / 2)),
  );
  return graph.op('Mul', [graph.op('Concat', waves, { axis: 1 }), hann]);
}

function angle(n: number): number {
  return (2 * Math.PI * n) / WINDOW;
}
