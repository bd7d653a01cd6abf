import { corruptFile } from '../corrupt-file.js';
import { CheckpointError } from '../../errors.js';
import { PickleGlobal, type PickleMachine } from './pickle-machine.js';
import type { DType } from '../tensors/tensor-store.js';

/** A sequence of numbers in a torch file; tensors are views of it. */
export class TorchStorage {
  readonly dtype: DType;
  /** The name of its bytes in the file. */
  readonly key: string;
  /** Number of elements. */
  readonly length: number;

  constructor(dtype: DType, key: string, length: number) {
    this.dtype = dtype;
    this.key = key;
    this.length = length;
  }
}

/** A tensor as the pickle describes it; not checked yet. */
export class TorchTensor {
  readonly storage: TorchStorage;
  /** Storage offset, size and stride, in elements. */
  readonly view: readonly [offset: unknown, shape: unknown, strides: unknown];

  constructor(storage: TorchStorage, view: TorchTensor['view']) {
    this.storage = storage;
    this.view = view;
  }
}

const storageDtypes: Readonly<Record<string, DType>> = {
  'torch.DoubleStorage': 'float64',
  'torch.FloatStorage': 'float32',
  'torch.HalfStorage': 'float16',
  'torch.BFloat16Storage': 'bfloat16',
  'torch.LongStorage': 'int64',
  'torch.IntStorage': 'int32',
  'torch.ShortStorage': 'int16',
  'torch.CharStorage': 'int8',
  'torch.ByteStorage': 'uint8',
  'torch.BoolStorage': 'bool',
};

/** Longest name of a storage, in characters; torch writes an index or an address. */
const MAX_STORAGE_KEY = 1024;

const otherDtypes = ['float64', 'float32', 'float16', 'bfloat16', 'int64', 'int32', 'bool'];

/**
 * Every Python name that a torch file may contain, with its implementation here: the names that
 * `torch.save(model.state_dict())` writes, and no others.
 */
export const torchGlobals: ReadonlyMap<string, PickleGlobal> = new Map(
  [
    new PickleGlobal('collections.OrderedDict', makeMap),
    new PickleGlobal('torch._utils._rebuild_tensor_v2', rebuildTensor),
    new PickleGlobal('torch._utils._rebuild_tensor', rebuildTensor),
    new PickleGlobal('torch._utils._rebuild_parameter', ([tensor]) => tensor),
    new PickleGlobal('torch.Size', ([sizes]) => sizes),
    new PickleGlobal('torch.device', () => null),
    ...Object.keys(storageDtypes).map((name) => new PickleGlobal(name)),
    ...otherDtypes.map((name) => new PickleGlobal(`torch.${name}`)),
  ].map((known) => [known.name, known]),
);

/**
 * Reads the storage of a persistent id: `('storage', type, key, location, length)`. Legacy files add one
 * more part, which is None unless the storage is a view of another one.
 *
 * @throws CheckpointError (`checkpoint-unsupported`) for types and views that are not read,
 * (`checkpoint-corrupt`) for anything else.
 */
export function loadStorage(id: unknown, file: string): TorchStorage {
  const [kind, type, key, , length, view = null] = Array.isArray(id) ? (id as unknown[]) : [];
  if (kind !== 'storage' || !(type instanceof PickleGlobal) || typeof key !== 'string') {
    throw corruptFile(file, 'a persistent id is not a storage');
  }
  if (key.length > MAX_STORAGE_KEY) throw corruptFile(file, 'the name of a storage is too long');
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) {
    throw corruptFile(file, `the storage ${key.slice(0, 100)} has no length`);
  }
  const dtype = storageDtypes[type.name];
  if (dtype === undefined || view !== null) {
    throw new CheckpointError(
      'checkpoint-unsupported',
      `${file} holds a storage of type ${type.name}${view === null ? '' : ' that views another'}, ` +
        `expected one of ${Object.keys(storageDtypes).join(', ')}. Save it again with a current torch.`,
    );
  }
  return new TorchStorage(dtype, key, length);
}

function rebuildTensor(args: readonly unknown[]): TorchTensor {
  const [storage, offset, shape, strides] = args;
  if (!(storage instanceof TorchStorage))
    throw corruptFile('The torch file', 'a tensor has no storage');
  return new TorchTensor(storage, [offset, shape, strides]);
}

function makeMap(args: readonly unknown[], machine: PickleMachine): Map<unknown, unknown> {
  const [items = []] = args;
  if (!Array.isArray(items))
    throw corruptFile('The torch file', 'an OrderedDict is not made of pairs');
  // A pickle can copy one list of the memo with every call.
  machine.spend(items.length);
  return new Map(
    items.map((item: unknown): [unknown, unknown] => {
      const [key, value] = Array.isArray(item) ? (item as unknown[]) : [];
      return [machine.key(key), value];
    }),
  );
}
