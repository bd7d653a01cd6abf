import { expect, test } from 'vitest';
import { float, GraphBuilder } from '../../src/onnx/index.js';
import { compute, tensor } from './graph-in-folder.js';

test('a node computes with constants, integer, float and text attributes', async () => {
  const y = await compute(tensor([1, 4], [-2, -1, 1, 2]), 2, (graph, x) => {
    const leaky = graph.op('LeakyRelu', [x], { alpha: float(0.5) });
    const gelu = graph.op('Gelu', [leaky], { approximate: 'none' });
    return graph.op('ReduceSum', [gelu, graph.constant('int64', [1])], { keepdims: 1 });
  });
  // gelu(-1) + gelu(-0.5) + gelu(1) + gelu(2), by the error function
  expect(y.shape).toEqual([1, 1]);
  expect(y.data[0]).toBeCloseTo(-0.158655 - 0.154269 + 0.841345 + 1.9545, 4);
});

test('an optional input can be omitted and lists of integers are attributes', async () => {
  const y = await compute(tensor([1, 2, 3], [1, 2, 3, 4, 5, 6]), 3, (graph, x) => {
    const turned = graph.op('Transpose', [x], { perm: [0, 2, 1] });
    return graph.op('Clip', [turned, undefined, graph.constant('float32', 4.5)]);
  });
  expect(y.shape).toEqual([1, 3, 2]);
  expect([...y.data]).toEqual([1, 4, 2, 4.5, 3, 4.5]);
});

test('a node can have several outputs', async () => {
  const y = await compute(tensor([4], [1, 2, 3, 4]), 1, (graph, x) => {
    const [first, second] = graph.ops('Split', [x], 2, { axis: 0, num_outputs: 2 });
    return graph.op('Sub', [second, first]);
  });
  expect([...y.data]).toEqual([2, 2]);
});

test('a weight of any size can be used', async () => {
  const weights = Float32Array.from({ length: 600 * 2 }, (_, i) => (i % 2 === 0 ? 1 : i));
  const y = await compute(tensor([1, 600], new Array<number>(600).fill(1)), 2, (graph, x) =>
    graph.op('MatMul', [x, graph.weight('w', [600, 2], () => Promise.resolve(weights))]),
  );
  expect([...y.data]).toEqual([600, 600 * 600]);
});

test('an operator of another domain is imported', async () => {
  const y = await compute(tensor([1, 2], [0, 1]), 2, (graph, x) =>
    graph.op('Gelu', [x], {}, { domain: 'com.microsoft' }),
  );
  expect(y.data[1]).toBeCloseTo(0.841345, 5);
});

test('a graph inside another uses its values and shares its constants and weights', async () => {
  const y = await compute(tensor([1, 2], [3, 5]), 3, (graph, x) => {
    const body = graph.inside('turns');
    const turn = body.input('turn', 'int64', []);
    const more = body.input('more', 'bool', []);
    const weight = body.weight('w', [2], () => Promise.resolve(Float32Array.of(10, 100)));
    const number = body.op('Cast', [turn], { to: 1 });
    const sum = body.op('Add', [body.op('Mul', [x, weight]), number]);
    body.output('goes_on', more, 'bool', []);
    body.output('sum', sum, 'float32', [1, 2]);
    expect(graph.state.weights.has('turns/w')).toBe(true);
    return graph.op('Loop', [graph.constant('int64', 3), undefined], { body: body.asBody() });
  });
  expect(y.shape).toEqual([3, 1, 2]);
  expect([...y.data]).toEqual([30, 500, 31, 501, 32, 502]);
});

test('nodes that are the same at every iteration are in the outer graph, in the scope of the loop', async () => {
  const y = await compute(tensor([1, 2], [1, 2]), 3, (graph, x) => {
    const body = graph.inside('turns');
    const index = body.input('index', 'int64', []);
    body.output('goes_on', body.input('more', 'bool', []), 'bool', []);
    const outside = body.inside('deeper').outside();
    const bytes = outside.weight('w', [2], () => Promise.resolve(Int8Array.of(-3, 5)), 'int8');
    const weight = outside.cast(bytes, 'float32');
    expect(weight.name).toMatch(/^turns\/deeper\//);
    expect(graph.state.nodes.length).toBe(1);
    const turn = body.op('Add', [body.op('Mul', [x, weight]), body.cast(index, 'float32')]);
    body.output('y', turn, 'float32', [1, 2]);
    return graph.op('Loop', [graph.constant('int64', 2), undefined], { body: body.asBody() });
  });
  expect([...y.data]).toEqual([-3, 10, -2, 11]);
});

test('names begin with the scope and are never used twice', () => {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', [1]);
  const layer = graph.at('encoder').at('layers.0');
  const names = [layer.op('Relu', [x]), layer.op('Relu', [x]), graph.at('encoder').op('Relu', [x])];
  expect(names.map(({ name }) => name)).toEqual([
    'encoder/layers.0/Relu',
    'encoder/layers.0/Relu_1',
    'encoder/Relu',
  ]);
  expect(() => graph.input('x', 'float32', [1])).toThrow(/x already/);
});

test('equal constants are stored once, and different ones separately', () => {
  const graph = new GraphBuilder();
  const first = graph.constant('int64', [0, -1]);
  expect(graph.at('deeper').constant('int64', [0, -1])).toEqual(first);
  const others = [
    graph.constant('float32', [0, -1]),
    graph.constant('int64', [0, -1], [1, 2]),
    graph.constant('int64', 0),
    graph.constant('int64', [0]),
  ];
  expect(new Set([first, ...others].map(({ name }) => name)).size).toBe(5);
});

test('wrong arguments are refused in words', () => {
  const graph = new GraphBuilder();
  expect(() => graph.constant('float32', [1, 2], [3])).toThrow(
    'Shape [3] needs 3 values, found 2.',
  );
  expect(() => graph.constant('float32', new Array<number>(257).fill(0))).toThrow(/Use weight/);
  expect(() => graph.op('Selu', [], { alpha: 0.5 })).toThrow(/Wrap a float in float/);
});
