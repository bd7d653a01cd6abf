import { byteWeights } from './byte-weights.js';
import type { Precision } from '../graph-options.js';
import { halfMatmul } from './half-matmul.js';
import { int8Matmul } from './int8-matmul.js';
import { float32Matmul, type MatmulStrategy } from './matmul-strategy.js';

/** Parts of the wav2vec2 family that a precision treats each in its own way. */
type EncoderPart =
  /** The first convolution, which hears the samples themselves, and those of single frames. */
  | 'exactConvolutions'
  /** Those behind the first that still hear many frames: most of the work of all convolutions. */
  | 'wideConvolutions'
  /** The others, and the projection of what they hear. */
  | 'otherConvolutions'
  /** The positional convolution and the Transformer. */
  | 'transformer';

/** Parts of a graph that a precision treats each in its own way. */
export type GraphPart = EncoderPart | 'tdnn' | 'head';

/** The matrices of each part of a graph. */
export type StrategiesByPart = Readonly<Record<GraphPart, MatmulStrategy>>;

/** Kept and computed in float32; the same in halves; kept in bytes and computed in float32; kept and computed in bytes. */
type MatmulKind = 'float' | 'half' | 'stored' | 'bytes';

const ALL_FLOAT = {
  exactConvolutions: 'float',
  wideConvolutions: 'float',
  otherConvolutions: 'float',
  transformer: 'float',
  tdnn: 'float',
  head: 'float',
} as const satisfies Record<GraphPart, MatmulKind>;

const STORED = {
  ...ALL_FLOAT,
  wideConvolutions: 'stored',
  otherConvolutions: 'stored',
  transformer: 'stored',
  tdnn: 'stored',
} as const satisfies Record<GraphPart, MatmulKind>;

/**
 * What each precision does to each part. The first convolution is never rounded, for it hears the
 * samples themselves, nor is the head: both are small. So are convolutions of single frames, whose
 * terms may cancel: the logarithm of a filter bank is such a sum. The convolutions behind the wide
 * ones are a tenth of the work of all; what they hear has a wide range, and rounding it made half of
 * all the difference of int8. So has what a filter bank hears, a kernel longer than any of a
 * published model.
 */
const RULES: Readonly<Record<Precision, Readonly<Record<GraphPart, MatmulKind>>>> = {
  fp32: ALL_FLOAT,
  fp16: {
    exactConvolutions: 'half',
    wideConvolutions: 'half',
    otherConvolutions: 'half',
    transformer: 'half',
    tdnn: 'float',
    head: 'float',
  },
  'int8-weights': STORED,
  int8: {
    ...STORED,
    wideConvolutions: 'bytes',
    transformer: 'bytes',
  },
};

/** The convolutions from the second on that count as wide ones: three quarters of all products of wav2vec2's. */
const LAST_WIDE = 3;

/** The longest kernel of a wide convolution: those of all published models. */
const LONGEST_WIDE = 3;

/** The part that a strided convolution belongs to, counted from 0. */
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
  float: float32Matmul,
  half: halfMatmul,
  stored: byteWeights,
  bytes: int8Matmul,
};
