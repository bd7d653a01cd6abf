import type { SenseVoiceCheckpoint } from '../../checkpoint/index.js';
import type { GraphBuilder, Value } from '../../onnx/index.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { kaldiFbank } from './kaldi-fbank.js';
import { lowFrameRate } from './low-frame-rate.js';

/** Rows of the table of queries: 7 languages, 2 styles of text and 7 others. */
const QUERIES = 16;

/**
 * Rows that stand before the frames, in this order: any language, the two queries for event and emotion, and text
 * as it is spoken. The encoder's outputs in their places are language, emotion, event and style.
 *
 * @see funasr.models.sense_voice.model.SenseVoiceSmall.inference
 */
const ASKED = [0, 1, 2, 15] as const;

/** The place of the emotion among the encoder's outputs. */
export const EMOTION_PLACE = 1;

/** Numbers of a frame of the encoder's input. */
export function inputSizeOf({ config }: SenseVoiceCheckpoint): number {
  return config.numMelBins * config.stackedFrames;
}

/**
 * The input of the encoder: the queries and the frames of the recording, scaled, with positions:
 * `[1, time]` to `[1, 4 + frames, inputSize]`.
 *
 * @param net the whole model
 */
export function senseVoiceInput(
  net: ModuleScope,
  waveform: Value,
  checkpoint: SenseVoiceCheckpoint,
): Value {
  const { config } = checkpoint;
  const { graph } = net;
  const size = inputSizeOf(checkpoint);
  const mel = kaldiFbank(graph.at('fbank'), waveform, config.numMelBins);
  const stack = { ...config, width: config.numMelBins };
  const stacked = lowFrameRate(graph.at('frames'), mel, stack);
  const features = normalised(graph.at('normalise'), stacked, checkpoint);
  const queries = net.child('embed').weight('weight', [QUERIES, size]);
  const asked = graph.op('Gather', [queries, graph.constant('int64', ASKED, [1, ASKED.length])]);
  const whole = graph.op('Concat', [asked, features], { axis: 1 });
  const scale = graph.constant('float32', Math.sqrt(config.hiddenSize));
  return withPositions(graph.at('positions'), graph.op('Mul', [whole, scale]), size);
}

function normalised(graph: GraphBuilder, x: Value, checkpoint: SenseVoiceCheckpoint): Value {
  const { shift, scale } = checkpoint.statistics;
  const size = inputSizeOf(checkpoint);
  const [shifts, scales] = Object.entries({ shift, scale }).map(([name, numbers]) =>
    graph.weight(name, [size], () => Promise.resolve(numbers)),
  );
  return graph.op('Mul', [graph.op('Add', [x, shifts]), scales]);
}

/** Adds sines and then cosines of the positions, which begin with 1. */
function withPositions(graph: GraphBuilder, x: Value, size: number): Value {
  const half = size / 2;
  const step = Math.log(10_000) / (half - 1);
  const frequencies = graph.weight('frequencies', [1, half], () =>
    Promise.resolve(Float32Array.from({ length: half }, (_, i) => Math.exp(-i * step))),
  );
  const int = (value: number) => graph.constant('int64', value);
  const frames = graph.op('Squeeze', [graph.op('Shape', [x], { start: 1, end: 2 })]);
  const range = graph.op('Range', [int(1), graph.op('Add', [frames, int(1)]), int(1)]);
  const times = graph.op('Reshape', [
    graph.cast(range, 'float32'),
    graph.constant('int64', [-1, 1]),
  ]);
  const phases = graph.op('Mul', [times, frequencies]);
  const waves = [graph.op('Sin', [phases]), graph.op('Cos', [phases])];
  return graph.op('Add', [x, graph.op('Concat', waves, { axis: 1 })]);
}
