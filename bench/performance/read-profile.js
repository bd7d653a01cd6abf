/** Reads the runtime's profile of the fastest run of a graph: time and multiply-adds by node type. */
import { readFileSync } from 'node:fs';
import { countOperations } from './count-operations.js';

const KERNEL = '_kernel_time';

/**
 * @param path a profile, in Chrome's trace format
 * @returns `milliseconds` of the fastest run after the first; `types`: milliseconds by type of node, without those of nodes
 *   inside of it, the longest first; `operations`: multiply-adds of `fp32` and `int8`
 */
export function readProfile(path) {
  const events = JSON.parse(readFileSync(path, 'utf8'));
  const [, ...runs] = events.filter(({ name }) => name === 'model_run');
  const run = runs.reduce((best, each) => (each.dur < best.dur ? each : best));
  const isWithin = ({ ts }) => ts >= run.ts && ts < run.ts + run.dur;
  const nodes = events
    .filter((event) => event.cat === 'Node' && event.name.endsWith(KERNEL) && isWithin(event))
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const types = {};
  const operations = { fp32: 0, int8: 0 };
  for (const { args, own } of withOwnTime(nodes)) {
    types[args.op_name] = (types[args.op_name] ?? 0) + own / 1000;
    const found = countOperations(args.op_name, shapesOf(args.input_type_shape), outputOf(args));
    operations.fp32 += found.fp32;
    operations.int8 += found.int8;
  }
  const sorted = Object.entries(types).sort(([, a], [, b]) => b - a);
  return { milliseconds: run.dur / 1000, types: Object.fromEntries(sorted), operations };
}

/** Subtracts from the time of a node that runs a subgraph, e.g. `Loop`, the time of the nodes inside it. */
function withOwnTime(nodes) {
  const open = [];
  const all = nodes.map((node) => ({ ...node, own: node.dur }));
  for (const node of all) {
    while (open.length > 0 && open.at(-1).ts + open.at(-1).dur <= node.ts) open.pop();
    if (open.length > 0) open.at(-1).own -= node.dur;
    open.push(node);
  }
  return all;
}

const shapesOf = (list) => (list ?? []).map((entry) => Object.values(entry)[0]);
const outputOf = ({ output_type_shape: list }) => shapesOf(list)[0] ?? [];
