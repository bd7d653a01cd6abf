/**
 * Files of torch before 1.6, still common on hubs: five pickles (magic number, version, machine,
 * value, storage keys), then each storage as its length and its raw numbers.
 * Format: `_legacy_load` in https://github.com/pytorch/pytorch/blob/main/torch/serialization.py
 */
import { corruptFile } from '../corrupt-file.js';
import { CheckpointError } from '../../errors.js';
import { unpickle } from './pickle.js';
import { readRange } from '../files/read-range.js';
import { ELEMENT_BYTES } from '../tensors/tensor-store.js';
import { type TorchStorage, loadStorage, torchGlobals } from './torch-globals.js';
import type { StorageReader } from './torch-store.js';

const MAGIC_NUMBER = 0x1950a86a20f9469cfc6cn;
const FORMAT_VERSION = 1001;
const LENGTH_BYTES = 8;

/** The value of a legacy file, and its storages by their keys. */
export type LegacyFile = {
  readonly value: unknown;
  readonly storages: ReadonlyMap<string, StorageReader>;
};

/**
 * Reads the pickles of a legacy file and finds its storages.
 *
 * @param maxBytes most bytes that the pickles may take
 * @throws CheckpointError like `unpickle`, and if the file has another version or byte order.
 */
export async function readLegacy(blob: Blob, file: string, maxBytes: number): Promise<LegacyFile> {
  const bytes = await readRange(blob, 0, Math.min(blob.size, maxBytes), file);
  const known = new Map<string, TorchStorage>();
  const persistentLoad = (id: unknown) => {
    const storage = loadStorage(id, file);
    known.set(storage.key, storage);
    return storage;
  };
  const rules = { file, globals: torchGlobals, persistentLoad };
  let end = 0;
  const [magic, version, machine, value, keys] = Array.from({ length: 5 }, (_, index) => {
    // Checked at once: otherwise any bytes that look like pickles would be read to the end.
    const pickle = unpickle(bytes, rules, end);
    if (index === 0 && pickle.value !== MAGIC_NUMBER) throw notTorch(file);
    end = pickle.end;
    return pickle.value;
  });
  checkHeader(magic, version, machine, file);
  return {
    value,
    storages: await findStorages(blob, file, end, storagesByKeys(keys, known, file)),
  };
}

function checkHeader(magic: unknown, version: unknown, machine: unknown, file: string): void {
  const little = machine instanceof Map && machine.get('little_endian') === true;
  if (magic !== MAGIC_NUMBER || version !== FORMAT_VERSION || !little) throw notTorch(file);
}

function storagesByKeys(
  keys: unknown,
  known: ReadonlyMap<string, TorchStorage>,
  file: string,
): readonly TorchStorage[] {
  const given: readonly unknown[] = Array.isArray(keys) ? keys : [];
  // Unknown keys are filtered out before duplicates are removed: they may be long and repeated many times.
  const names = new Set(given.filter((key) => typeof key === 'string' && known.has(key)));
  const storages = [...known.values()].filter(({ key }) => names.has(key));
  if (storages.length !== given.length)
    throw corruptFile(file, 'its list of storages differs from the storages of its tensors');
  const byKey = new Map(storages.map((storage) => [storage.key as unknown, storage]));
  return [...names].flatMap((name) => byKey.get(name) ?? []);
}

async function findStorages(
  blob: Blob,
  file: string,
  start: number,
  storages: readonly TorchStorage[],
): Promise<ReadonlyMap<string, StorageReader>> {
  const found = new Map<string, StorageReader>();
  let position = start;
  for (const { key, dtype, length } of storages) {
    const data = position + LENGTH_BYTES;
    const header = await readRange(blob, position, data, file);
    const stated = new DataView(header.buffer).getBigInt64(0, true);
    if (stated !== BigInt(length))
      throw corruptFile(file, `the storage ${key.slice(0, 100)} has two lengths`);
    const bytes = length * ELEMENT_BYTES[dtype];
    if (data + bytes > blob.size) throw corruptFile(file, 'it ends in the middle of the numbers');
    found.set(key, { bytes, read: (from, to) => readRange(blob, data + from, data + to, file) });
    position = data + bytes;
  }
  return found;
}

function notTorch(file: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsupported',
    `${file} is a bare pickle, expected a file of torch.save from a little-endian machine. ` +
      'Save it again: torch.save(model.state_dict(), path).',
  );
}
