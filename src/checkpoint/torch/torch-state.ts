import { CheckpointError } from '../../errors.js';
import { TorchTensor } from './torch-globals.js';

/** Most tensors that are accepted; the largest published speech models have under 2,000. */
export const MAX_TENSORS = 100_000;

/** Longest name of a tensor, in characters. */
export const MAX_TENSOR_NAME = 1024;

const MAX_DEPTH = 8;

/** Keys under which training scripts store the state dict, beside the epoch and the optimizer's state. */
const WRAPPERS = ['state_dict', 'model_state_dict', 'model'];

/**
 * The tensors in the value of a torch file, by name: the keys on the way to each, joined by dots. Values
 * that are not tensors are ignored.
 *
 * In a training checkpoint (`{'model': state_dict, 'epoch': 3, 'optimizer': …}`) only the state dict under
 * `state_dict`, `model_state_dict` or `model` is read.
 *
 * @throws CheckpointError (`checkpoint-unsupported`) if there is no tensor at all.
 */
export function stateTensors(value: unknown, file: string): ReadonlyMap<string, TorchTensor> {
  const walk: Walk = { file, tensors: new Map(), visited: 0 };
  const wrapper = wrapperOf(value);
  if (wrapper === undefined) collect(value, [], walk);
  else collect(wrapper.inner, [wrapper.key], walk);
  if (walk.tensors.size > 0) return walk.tensors;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `${file} holds no tensors by name, expected a state dict. ` +
      'Save one: torch.save(model.state_dict(), path).',
  );
}

function wrapperOf(value: unknown): { key: string; inner: unknown } | undefined {
  if (!(value instanceof Map) || hasTensors(value)) return undefined;
  const candidates = WRAPPERS.map((key) => ({ key, inner: value.get(key) as unknown }));
  return candidates.find(({ inner }) => inner instanceof Map && hasTensors(inner));
}

function hasTensors(map: ReadonlyMap<unknown, unknown>): boolean {
  return [...map.values()].some((value) => value instanceof TorchTensor);
}

type Walk = {
  readonly file: string;
  readonly tensors: Map<string, TorchTensor>;
  visited: number;
};

function collect(value: unknown, path: readonly string[], walk: Walk): void {
  if (value instanceof TorchTensor) addTensor(value, path.join('.'), walk);
  if (path.length >= MAX_DEPTH || !(value instanceof Map || Array.isArray(value))) return;
  for (const [key, inner] of value.entries() as Iterable<[unknown, unknown]>) {
    // A pickle can share one dict many times at every level, so the walk is limited, not the file's size.
    walk.visited += 1;
    if (walk.visited > 10 * MAX_TENSORS) throw absurd(walk.file, 'entries');
    if (typeof key === 'string' || typeof key === 'number') {
      collect(inner, [...path, String(key)], walk);
    }
  }
}

function addTensor(tensor: TorchTensor, name: string, walk: Walk): void {
  if (name === '') return;
  if (name.length > MAX_TENSOR_NAME) throw absurd(walk.file, 'characters in the name of a tensor');
  if (walk.tensors.size >= MAX_TENSORS) throw absurd(walk.file, 'tensors');
  if (walk.tensors.has(name)) {
    throw new CheckpointError(
      'checkpoint-corrupt',
      `${walk.file} holds two tensors named ${name}, expected one. Download it again.`,
    );
  }
  walk.tensors.set(name, tensor);
}

function absurd(file: string, what: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsafe',
    `${file} holds more ${what} than any model. Take the checkpoint from a source you trust.`,
  );
}
