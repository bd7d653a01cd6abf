import { CheckpointError } from '../../errors.js';
import type { GraphBuilder, Value } from '../../onnx/index.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { MOST_STATES, type WhisperEncoderSettings } from './whisper-settings.js';

/** Largest difference of a stored position from the computed one: that of numbers stored in float16. */
const TOLERANCE = 2 ** -11;
/** How many neighbours of a computed frequency, in units of its last digit, are tried in each direction. */
const NEIGHBOURS = 4;

/** The table of positions as the checkpoint has it, `[maxSourcePositions, hiddenSize]`. */
export function storedPositions(net: ModuleScope, settings: WhisperEncoderSettings): Value {
  const { maxSourcePositions, hiddenSize } = settings;
  return net.child('embed_positions').weight('weight', [maxSourcePositions, hiddenSize]);
}

/**
 * The same table, computed by the graph from the frequency of each pair of channels, so that it takes no
 * place in the file: the sines of all frequencies, then the cosines, with enough rows for the longest
 * window. The runtime computes it once, when
 * it loads the graph. Writing the graph fails if the table of the checkpoint is another one.
 */
export function computedPositions(net: ModuleScope, settings: WhisperEncoderSettings): Value {
  const { maxSourcePositions: stored, hiddenSize } = settings;
  const rows = Math.max(stored, MOST_STATES);
  const table = net.child('embed_positions');
  const { graph } = table;
  const { load } = table.weights.take('weight', [stored, hiddenSize]);
  const frequencies = graph.weight('frequencies', [1, hiddenSize / 2], async () =>
    frequenciesOf(await load(), stored, hiddenSize),
  );
  const range = [0, rows, 1].map((value) => graph.constant('float32', value));
  const times = graph.op('Reshape', [graph.op('Range', range), graph.constant('int64', [rows, 1])]);
  const phases = graph.op('Mul', [times, frequencies]);
  const waves = [graph.op('Sin', [phases]), graph.op('Cos', [phases])];
  const positions = graph.op('Concat', waves, { axis: 1 });
  const { element } = net.matmul;
  return element === 'float32' ? positions : graph.cast(positions, element);
}

/** Adds the first rows of a table of positions to the states `[1, frames, hiddenSize]`. */
export function addPositions(graph: GraphBuilder, x: Value, table: Value): Value {
  const number = (value: number) => graph.constant('int64', [value]);
  const frames = graph.op('Shape', [x], { start: 1, end: 2 });
  return graph.op('Add', [x, graph.op('Slice', [table, number(0), frames, number(0)])]);
}

/**
 * The frequencies of a table of sinusoids, in radians per row. The table was computed in float32, where
 * the last digit of a frequency matters after a thousand rows, and libraries differ in that digit; so the
 * neighbour that fits the table best is taken.
 *
 * @throws CheckpointError `checkpoint-unsupported` if the table is another one
 */
function frequenciesOf(table: Float32Array, rows: number, size: number): Float32Array {
  const half = size / 2;
  const step = Math.fround(Math.log(10_000) / (half - 1));
  const frequencies = Float32Array.from({ length: half }, (_, channel) => {
    const wanted = Math.exp(-Math.fround(step * channel));
    return bestNeighbour(wanted, (each) => largestError(table, rows, size, channel, each));
  });
  const worst = frequencies.reduce(
    (most, each, channel) => Math.max(most, largestError(table, rows, size, channel, each)),
    0,
  );
  if (worst <= TOLERANCE) return frequencies;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `embed_positions.weight differs from Whisper's sinusoids by ${worst.toPrecision(2)}, expected at most ${TOLERANCE}: the graph computes them. Keep the positions of the published model.`,
  );
}

function bestNeighbour(wanted: number, errorOf: (frequency: number) => number): number {
  const unit = 2 ** (Math.floor(Math.log2(wanted)) - 23);
  const centre = Math.fround(wanted);
  const candidates = Array.from({ length: 2 * NEIGHBOURS + 1 }, (_, i) => i - NEIGHBOURS)
    .sort((a, b) => Math.abs(a) - Math.abs(b))
    .map((offset) => Math.fround(centre + offset * unit));
  const errors = candidates.map(errorOf);
  return candidates[errors.indexOf(Math.min(...errors))] ?? centre;
}

/** The largest difference of the two columns of a frequency; it stops at the first one that is too large. */
function largestError(
  table: Float32Array,
  rows: number,
  size: number,
  channel: number,
  frequency: number,
): number {
  let largest = 0;
  for (let row = rows - 1; row >= 0 && largest <= TOLERANCE; row--) {
    const phase = Math.fround(row * frequency);
    const sine = Math.abs((table[row * size + channel] ?? 0) - Math.sin(phase));
    const cosine = Math.abs((table[row * size + size / 2 + channel] ?? 0) - Math.cos(phase));
    largest = Math.max(largest, sine, cosine);
  }
  return largest;
}
