import fc from 'fast-check';
import { expect, test } from 'vitest';
import { channelsOf } from '../../src/models/precision/quantise.js';
import { quantisePairs } from '../../src/models/precision/quantise-pairs.js';
import { compute, tensor } from '../onnx/graph-in-folder.js';

/** Weights of very different sizes, of which many are the largest of their column. */
const weights = fc.oneof(
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.constantFrom(-1, -0.504, 0, 0.504, 1),
);

/** Any matrix of some rows and two columns. */
const matrices = fc.array(fc.tuple(weights, weights), { minLength: 1, maxLength: 40 });

test('a pair never adds up to more than fits, and no weight changes by more than one step', () => {
  fc.assert(
    fc.property(matrices, (rows) => {
      const matrix = Float32Array.from(rows.flat());
      const { values, scales } = quantisePairs(matrix, channelsOf([rows.length, 2], 1));
      for (const [at, x] of matrix.entries()) {
        const scale = scales[at % 2] ?? NaN;
        expect(Math.abs((values[at] ?? NaN) * scale - x)).toBeLessThanOrEqual(scale);
        const isFirst = Math.floor(at / 2) % 2 === 0;
        if (isFirst) expect(Math.abs((values[at] ?? 0) + (values[at + 2] ?? 0))).toBeLessThan(129);
      }
    }),
  );
});

test('weights too small for a scale in float32 become zeros', () => {
  const tiny = Float32Array.of(3.56630459170666e-43, 0);
  const { values } = quantisePairs(tiny, channelsOf([2, 1], 1));
  expect([...values]).toEqual([0, 0]);
});

test('a column uses its whole range: that of its largest weight, or of its largest pair', () => {
  const column = (...values: number[]) => [
    ...quantisePairs(Float32Array.from(values), channelsOf([values.length, 1], 1)).values,
  ];
  expect(column(2, -0.75, 0.5, 0)).toEqual([127, -48, 32, 0]);
  expect(column(2, 2, -1, 1)).toEqual([64, 64, -32, 32]);
  expect(column(0.1, 3, 1)).toEqual([4, 124, 41]);
  expect(column(0, 0, 0)).toEqual([0, 0, 0]);
});

test('the largest possible values are multiplied without overflow on this processor', async () => {
  // Columns of pairs that fill the range together, alone, and with opposite signs.
  const columns = [
    [1, 1],
    [1, 0],
    [-1, -1],
    [1, -1],
    [0.7, 0.3],
    [-0.3, -0.7],
  ] as const;
  const rows = 64;
  const matrix = Float32Array.from({ length: rows * columns.length }, (_, at) => {
    const pair = columns[at % columns.length];
    return pair?.[Math.floor(at / columns.length) % 2] ?? NaN;
  });
  const { values } = quantisePairs(matrix, channelsOf([rows, columns.length], 1));
  const expected = columns.map((_, column) =>
    values.filter((_, at) => at % columns.length === column).reduce((sum, x) => sum + 255 * x, 0),
  );
  for (const frames of [1, 5]) {
    const x = tensor([frames, rows], Array<number>(frames * rows).fill(255));
    const { data } = await compute(x, 2, (graph, value) => {
      const weight = graph.weight(
        'w',
        [rows, columns.length],
        () => Promise.resolve(values),
        'int8',
      );
      const product = graph.op('MatMulInteger', [graph.cast(value, 'uint8'), weight]);
      return graph.cast(product, 'float32');
    });
    expect([...data]).toEqual(Array<number[]>(frames).fill(expected).flat());
  }
});
