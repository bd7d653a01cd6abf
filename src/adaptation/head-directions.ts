import type { Heads } from '../inference/index.js';
import { addScaled, dot, matrixOf, rowOf } from './matrix.js';
import type { Standardised } from './fit/standardise.js';
import type { LinearHead } from './linear-head.js';

/**
 * The rows of all heads of a base model, without the mean of each head's rows. Along these directions
 * emotions differ for many speakers, so that few clips suffice to learn how own classes lie along them.
 *
 * @returns `[directions][embeddingSize]`
 */
export function headDirections({
  absolute,
  relative,
}: Pick<Heads, 'absolute' | 'relative'>): Float64Array[] {
  const heads = [absolute, relative, relative?.brief].flatMap((head) => head ?? []);
  return heads.flatMap(({ weight }) => {
    const mean = new Float64Array(weight[0]?.length ?? 0);
    for (const row of weight) addScaled(mean, row, 1 / weight.length);
    return weight.map((row) => Float64Array.from(row, (value, at) => value - (mean[at] ?? 0)));
  });
}

/** Inputs with further columns, and how a head on them becomes one without. */
export type Extended = {
  readonly inputs: Standardised['inputs'];
  readonly fold: (head: LinearHead) => LinearHead;
};

/**
 * Adds the coordinates along directions to standardised embeddings. Together they vary as much as
 * the whole embedding, so that a penalty on the weights leaves them as much room.
 *
 * @param directions `[directions][embeddingSize]`
 */
export function extendInputs(
  { inputs, scale }: Standardised,
  directions: readonly Float64Array[],
): Extended {
  const rows = Array.from({ length: inputs.rows }, (_, row) => rowOf(inputs, row));
  const deviation = Math.sqrt(inputs.columns / directions.length);
  const scaled = directions.map((direction) => {
    const own = direction.map((value, at) => value * (scale[at] ?? 1));
    const squares = rows.reduce((sum, row) => sum + dot(own, row) ** 2, 0);
    const size = Math.sqrt(squares / Math.max(1, rows.length));
    return own.map((value) => (size > 0 ? (value * deviation) / size : 0));
  });
  const extended = rows.map((row) => [...row, ...scaled.map((direction) => dot(direction, row))]);
  return {
    inputs: matrixOf(extended, inputs.columns + directions.length),
    fold: ({ weight, bias }) => ({
      bias,
      weight: weight.map((all) => {
        const row = all.slice(0, inputs.columns);
        for (const [at, direction] of scaled.entries())
          addScaled(row, direction, all[inputs.columns + at] ?? 0);
        return row;
      }),
    }),
  };
}
