import { byteWeights } from './byte-weights.js';
import type { Precision } from '../graph-options.js';
import { halfMatmul } from './half-matmul.js';
import { int8Matmul } from './int8-matmul.js';
import { float32Matmul, type MatmulStrategy } from './matmul-strategy.js';

/** Parts of a wav2vec2 encoder that a precision may treat differently. */
type EncoderPart =
  /** The first convolution, whose input is the waveform, and convolutions of single frames. */
  | 'exactConvolutions'
  /** The next convolutions with a kernel of several frames: most of the work of all convolutions. */
  | 'wideConvolutions'
  /** The remaining convolutions, and the projection of their output. */
  | 'otherConvolutions'
  /** The positional convolution and the Transformer. */
  | 'transformer';

/** Parts of a graph that a precision may treat differently. */
export type GraphPart = EncoderPart | 'tdnn' | 'head';

/** The strategy of each part of a graph. */
export type StrategiesByPart = Readonly<Record<GraphPart, MatmulStrategy>>;

/** `int8-stored` is stored in bytes and computed in float32; `int8-computed` is also computed in bytes. */
type MatmulKind = 'fp32' | 'fp16' | 'int8-stored' | 'int8-computed';

const ALL_FP32 = {
  exactConvolutions: 'fp32',
  wideConvolutions: 'fp32',
  otherConvolutions: 'fp32',
  transformer: 'fp32',
  tdnn: 'fp32',
  head: 'fp32',
} as const satisfies Record<GraphPart, MatmulKind>;

const INT8_STORED = {
  ...ALL_FP32,
  wideConvolutions: 'int8-stored',
  otherConvolutions: 'int8-stored',
  transformer: 'int8-stored',
  tdnn: 'int8-stored',
} as const satisfies Record<GraphPart, MatmulKind>;

/**
 * What each precision does to each part.
 *
 * - The first convolution and the head are never rounded to bytes: they are small, and the input of the
 *   first convolution is the waveform itself.
 * - Convolutions of single frames are not rounded either: they are small, and their terms may cancel, as
 *   in the logarithm of a filter bank.
 * - The convolutions after the wide ones are a tenth of the work of all. Their input has a wide range,
 *   and rounding it caused half of the whole difference of int8, so they are only stored in bytes.
 * - Kernels longer than those of any published model, as of a filter bank, are only stored in bytes for
 *   the same reason.
 */
const RULES: Readonly<Record<Precision, Readonly<Record<GraphPart, MatmulKind>>>> = {
  fp32: ALL_FP32,
  fp16: {
    exactConvolutions: 'fp16',
    wideConvolutions: 'fp16',
    otherConvolutions: 'fp16',
    transformer: 'fp16',
    tdnn: 'fp32',
    head: 'fp32',
  },
  'int8-weights': INT8_STORED,
  int8: {
    ...INT8_STORED,
    wideConvolutions: 'int8-computed',
    transformer: 'int8-computed',
  },
};

/** Index of the last wide convolution; the first is the second of all. They are three quarters of wav2vec2's multiplications. */
const LAST_WIDE = 3;

/** The longest kernel of a wide convolution; no published model has a longer one there. */
const LONGEST_WIDE = 3;

/** The part that a strided convolution belongs to; `layer` counts from 0. */
export function convolutionPart(layer: number, kernel: number): GraphPart {
  if (layer === 0 || kernel === 1) return 'exactConvolutions';
  return layer <= LAST_WIDE && kernel <= LONGEST_WIDE ? 'wideConvolutions' : 'otherConvolutions';
}

/** The strategies of a graph in this precision. */
export function strategiesByPart(precision: Precision): StrategiesByPart {
  const rules = RULES[precision];
  return {
    exactConvolutions: STRATEGIES[rules.exactConvolutions],
    wideConvolutions: STRATEGIES[rules.wideConvolutions],
    otherConvolutions: STRATEGIES[rules.otherConvolutions],
    transformer: STRATEGIES[rules.transformer],
    tdnn: STRATEGIES[rules.tdnn],
    head: STRATEGIES[rules.head],
  };
}

const STRATEGIES: Readonly<Record<MatmulKind, MatmulStrategy>> = {
  fp32: float32Matmul,
  fp16: halfMatmul,
  'int8-stored': byteWeights,
  'int8-computed': int8Matmul,
};
