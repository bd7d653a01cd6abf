/**
 * Files of `torch.save`: a zip of one pickle, which describes the tensors, and the raw numbers of
 * each storage. Format: https://github.com/pytorch/pytorch/blob/main/docs/source/notes/serialization.rst
 */
import { CheckpointError } from '../../errors.js';
import { sniff } from '../files/sniff-weights.js';
import { decodeUtf8 } from '../files/read-range.js';
import { unpickle } from './pickle.js';
import { loadStorage, torchGlobals } from './torch-globals.js';
import { readLegacy } from './torch-legacy.js';
import { tensorsOf } from './torch-store.js';
import type { TensorStore } from '../tensors/tensor-store.js';
import { type StoredEntry, openZip } from './zip.js';

/** Largest pickle that is read, in bytes; it takes about 150 for each tensor, so 2,000 take 0.3 MB. */
const MAX_PICKLE_BYTES = 16 * 2 ** 20;

/**
 * Opens a file of `torch.save`, of the zip format or the one before it (torch < 1.6).
 *
 * @param file the file's name in messages; default `the torch file`
 * @throws CheckpointError (`checkpoint-unsafe`) if its pickle names anything but tensors and plain
 * containers, (`checkpoint-unsupported`) for TorchScript and big-endian files,
 * (`checkpoint-corrupt`) if it is damaged or not a torch file.
 */
export async function openTorch(blob: Blob, file = 'the torch file'): Promise<TensorStore> {
  const kind = await sniff(blob, file);
  if (kind === 'a pickle') return openLegacy(blob, file);
  if (kind === 'a zip archive') return openZipped(blob, file);
  throw new CheckpointError(
    'checkpoint-corrupt',
    `${file} is ${kind}, expected a file of torch.save. Download the model again.`,
  );
}

async function openZipped(blob: Blob, file: string): Promise<TensorStore> {
  const entries = await openZip(blob, file);
  const folder = findFolder(entries, file);
  await checkByteOrder(entries.get(`${folder}byteorder`), file);
  const pickle = await readPickle(entries.get(`${folder}data.pkl`), file);
  const { value } = unpickle(pickle, rulesFor(file));
  return tensorsOf(value, file, (storage) => {
    const entry = entries.get(`${folder}data/${storage.key}`);
    return entry && { bytes: entry.size, read: (start, end) => entry.read(start, end) };
  });
}

async function openLegacy(blob: Blob, file: string): Promise<TensorStore> {
  const { value, storages } = await readLegacy(blob, file, MAX_PICKLE_BYTES);
  return tensorsOf(value, file, (storage) => storages.get(storage.key));
}

function findFolder(entries: ReadonlyMap<string, StoredEntry>, file: string): string {
  const names = [...entries.keys()];
  const found = names.filter((name) => /^(?:[^/]+\/)?data\.pkl$/.test(name));
  const [name] = found;
  if (found.length !== 1 || name === undefined) {
    throw unsupported(file, `a zip archive with ${found.length} files data.pkl`, 'one');
  }
  const folder = name.slice(0, -'data.pkl'.length);
  // TorchScript archives hold code beside the weights.
  if (entries.has(`${folder}constants.pkl`)) {
    throw unsupported(file, 'a TorchScript program', 'a state dict');
  }
  return folder;
}

async function checkByteOrder(entry: StoredEntry | undefined, file: string): Promise<void> {
  // Before torch 2.1 files did not state their byte order; those files are little-endian.
  if (entry === undefined) return;
  const order = decodeUtf8(
    await entry.read(0, Math.min(entry.size, 16)),
    `The byte order of ${file}`,
  );
  if (order !== 'little')
    throw unsupported(file, `of byte order ${JSON.stringify(order)}`, 'little');
}

function readPickle(entry: StoredEntry | undefined, file: string): Promise<Uint8Array> {
  const size = entry?.size ?? 0;
  if (entry !== undefined && size <= MAX_PICKLE_BYTES) return entry.read(0, size);
  throw new CheckpointError(
    'checkpoint-unsafe',
    `${file}: its pickle has ${size} bytes, expected at most ${MAX_PICKLE_BYTES}. ` +
      'Save the weights alone: torch.save(model.state_dict(), path).',
  );
}

/** The rules for a pickle inside a torch file. */
function rulesFor(file: string) {
  return { file, globals: torchGlobals, persistentLoad: (id: unknown) => loadStorage(id, file) };
}

function unsupported(file: string, found: string, expected: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsupported',
    `${file} is ${found}, expected ${expected}. ` +
      'Save its weights on an ordinary machine: torch.save(model.state_dict(), path).',
  );
}
