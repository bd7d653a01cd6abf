import type { Value } from '../../onnx/index.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { mean } from '../layers/statistics.js';
import type { EcapaLayer, EcapaSettings } from './ecapa-settings.js';
import { pointwise, reflectConv, tdnnBlock } from './tdnn.js';

/** TDNN, Res2Net, TDNN and squeeze-and-excitation around a residual path. */
export function seRes2NetBlock(
  net: ModuleScope,
  x: Value,
  from: number,
  layer: EcapaLayer,
  settings: EcapaSettings,
): Value {
  const { channels, groups } = layer;
  const residual =
    from === channels ? x : reflectConv(net.child('shortcut'), x, from, pointwise(channels));
  const first = tdnnBlock(net.child('tdnn1'), x, from, pointwise(channels, groups));
  const wide = res2Net(net.child('res2net_block'), first, layer, settings.res2netScale);
  const last = tdnnBlock(net.child('tdnn2'), wide, channels, pointwise(channels, groups));
  const excited = squeezeExcite(net.child('se_block'), last, channels, settings.seChannels);
  return net.graph.op('Add', [excited, residual]);
}

/** Splits the channels into `scale` parts; each is convolved after the one before was added. */
function res2Net(
  net: ModuleScope,
  x: Value,
  { channels, kernel, dilation }: EcapaLayer,
  scale: number,
) {
  const width = channels / scale;
  const layer = { channels: width, kernel, dilation, groups: 1 };
  const parts = net.graph.ops('Split', [x], scale, { axis: 1, num_outputs: scale });
  const [first, ...others] = parts;
  const heard: Value[] = [];
  for (const [i, part] of others.entries()) {
    const before = heard.at(-1);
    const input = before ? net.graph.op('Add', [part, before]) : part;
    heard.push(tdnnBlock(net.child(`blocks.${i}`), input, width, layer));
  }
  return net.graph.op('Concat', [first, ...heard], { axis: 1 });
}

/** Weighs each channel by a gate that sees the mean of the whole utterance. */
function squeezeExcite(net: ModuleScope, x: Value, channels: number, squeezed: number): Value {
  const { graph } = net;
  const whole = mean(graph, x, [2]);
  const narrow = reflectConv(net.child('conv1'), whole, channels, pointwise(squeezed));
  const wide = reflectConv(
    net.child('conv2'),
    graph.op('Relu', [narrow]),
    squeezed,
    pointwise(channels),
  );
  return graph.op('Mul', [x, graph.op('Sigmoid', [wide])]);
}
