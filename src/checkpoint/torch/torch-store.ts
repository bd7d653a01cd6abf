import { CheckpointError } from '../../errors.js';
import { type TensorInfo, type TensorStore, ELEMENT_BYTES } from '../tensors/tensor-store.js';
import { toFloat32 } from '../tensors/to-float32.js';
import type { TorchStorage } from './torch-globals.js';
import { stateTensors } from './torch-state.js';
import { type TorchView, checkView, gather } from './torch-view.js';

/** Reads the bytes of one storage. */
export type StorageReader = {
  /** Number of bytes in the file. */
  readonly bytes: number;
  /** Reads the bytes `[start, end)` of the storage. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
};

type Located = {
  readonly info: TensorInfo;
  readonly view: TorchView;
  readonly bytes: StorageReader;
};

/**
 * A store of the tensors in the value of a torch file.
 *
 * @param find finds the bytes of a storage, or returns undefined if the file has none of its key
 * @throws CheckpointError (`checkpoint-corrupt`) naming the tensor whose storage is absent or too short,
 * or whose shape, strides or offset do not fit.
 */
export function tensorsOf(
  value: unknown,
  file: string,
  find: (storage: TorchStorage) => StorageReader | undefined,
): TensorStore {
  const located = new Map<string, Located>();
  for (const [name, tensor] of stateTensors(value, file)) {
    const view = checkView(tensor, name, file);
    const { dtype } = tensor.storage;
    const bytes = checkStorage(find(tensor.storage), tensor.storage, name, file);
    located.set(name, { info: { name, dtype, shape: view.shape }, view, bytes });
  }
  return {
    tensors: new Map([...located].map(([name, { info }]) => [name, info])),
    read: async (name) => {
      const found = located.get(name);
      if (found === undefined) throw new RangeError(`There is no tensor ${name} in ${file}.`);
      return readTensor(found);
    },
  };
}

async function readTensor({ info, view, bytes }: Located): Promise<Float32Array> {
  const size = ELEMENT_BYTES[info.dtype];
  const raw = await bytes.read(view.offset * size, (view.offset + view.extent) * size);
  const values = toFloat32(raw, info.dtype);
  return view.contiguous ? values : gather(values, view);
}

function checkStorage(
  bytes: StorageReader | undefined,
  storage: TorchStorage,
  name: string,
  file: string,
): StorageReader {
  const expected = storage.length * ELEMENT_BYTES[storage.dtype];
  if (bytes !== undefined && bytes.bytes >= expected) return bytes;
  const found = bytes === undefined ? 'are not in the file' : `take ${bytes.bytes} bytes`;
  throw new CheckpointError(
    'checkpoint-corrupt',
    `${file}: the numbers of the tensor ${name} ${found}, expected ${expected} bytes. ` +
      'Download the file again.',
  );
}
