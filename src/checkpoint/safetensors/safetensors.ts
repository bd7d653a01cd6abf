/**
 * Files of tensors by Hugging Face: the length of a JSON header, the header, the raw numbers.
 * Format: https://github.com/huggingface/safetensors#format
 */
import { z } from 'zod';
import { corruptFile } from '../corrupt-file.js';
import { CheckpointError } from '../../errors.js';
import { validate } from '../json.js';
import { decodeUtf8, readRange } from '../files/read-range.js';
import { sniff } from '../files/sniff-weights.js';
import {
  type DType,
  type TensorInfo,
  type TensorStore,
  ELEMENT_BYTES,
} from '../tensors/tensor-store.js';
import { toFloat32 } from '../tensors/to-float32.js';
import { MAX_TENSOR_NAME, MAX_TENSORS } from '../torch/torch-state.js';

/** Largest header, in bytes; a tensor takes about 120, so 2,000 tensors take 0.3 MB. */
const MAX_HEADER_BYTES = 8 * 2 ** 20;

/** Most keys, values and brackets of a header; a tensor takes about 15. */
const MAX_HEADER_PARTS = 300_000;

const LENGTH_BYTES = 8;

const dtypes: Readonly<Record<string, DType>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'bool',
};

const count = z.int().min(0);
const headerSchema = z.record(z.string(), z.unknown());
const metadataSchema = z.record(z.string(), z.string());
const entrySchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(count).max(64),
  data_offsets: z.tuple([count, count]),
});

type Located = { readonly info: TensorInfo; readonly start: number; readonly end: number };

/**
 * Opens a safetensors file. Only the header is read; a tensor is read when the store's `read` is called.
 *
 * @param file the file's name in messages; default `the safetensors file`
 * @throws CheckpointError (`checkpoint-corrupt`) if the header does not describe the file exactly: every
 * byte belongs to one tensor and every length is that of its shape; (`checkpoint-unsupported`) for
 * element types that are not read.
 */
export async function openSafetensors(
  blob: Blob,
  file = 'the safetensors file',
): Promise<TensorStore> {
  const { text, dataStart } = await readHeader(blob, file);
  const located = locate(parseHeader(text, file), dataStart, file);
  checkLayout(located, dataStart, blob.size, file);
  const byName = new Map(located.map((tensor) => [tensor.info.name, tensor]));
  return {
    tensors: new Map(located.map(({ info }) => [info.name, info])),
    read: async (name) => {
      const tensor = byName.get(name);
      if (tensor === undefined) throw new RangeError(`There is no tensor ${name} in ${file}.`);
      return toFloat32(await readRange(blob, tensor.start, tensor.end, file), tensor.info.dtype);
    },
  };
}

async function readHeader(blob: Blob, file: string): Promise<{ text: string; dataStart: number }> {
  const kind = await sniff(blob, file);
  if (kind !== 'of an unknown format') throw corruptFile(file, `it is ${kind}`);
  const prefix = await readRange(blob, 0, LENGTH_BYTES, file);
  const length = Number(new DataView(prefix.buffer).getBigUint64(0, true));
  const dataStart = LENGTH_BYTES + length;
  if (length > MAX_HEADER_BYTES || dataStart > blob.size) {
    throw corruptFile(file, `its header takes ${length} bytes of ${blob.size}`);
  }
  const text = decodeUtf8(
    await readRange(blob, LENGTH_BYTES, dataStart, file),
    `The header of ${file}`,
  );
  const parts = countParts(text, ':,[{');
  if (parts > MAX_HEADER_PARTS)
    throw corruptFile(file, `its header has over ${MAX_HEADER_PARTS} parts`);
  if (!text.startsWith('{')) throw corruptFile(file, 'its header does not begin with {');
  return { text, dataStart };
}

type Entry = readonly [name: string, entry: z.infer<typeof entrySchema>];

function parseHeader(text: string, file: string): readonly Entry[] {
  const header = validate(parse(text, file), `The header of ${file}`, headerSchema);
  const { __metadata__: metadata = {}, ...tensors } = header;
  validate(metadata, `The metadata of ${file}`, metadataSchema);
  const names = Object.keys(tensors);
  if (names.length > MAX_TENSORS) throw corruptFile(file, `it lists ${names.length} tensors`);
  const entries = names.map((name): Entry => {
    if (name.length > MAX_TENSOR_NAME) throw corruptFile(file, 'the name of a tensor is too long');
    return [name, validate(tensors[name], `The tensor ${name} of ${file}`, entrySchema)];
  });
  refuseDuplicates(text, header, file);
  return entries;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw corruptFile(file, 'its header is not JSON', error);
  }
}

// JSON.parse keeps the last of two equal keys; another reader may keep the first. In JSON, colons
// outside strings count the keys, and the schema lets objects nest only two deep.
function refuseDuplicates(text: string, header: Record<string, unknown>, file: string): void {
  const kept = [header, ...Object.values(header)].reduce<number>(
    (sum, object) => sum + Object.keys(object ?? {}).length,
    0,
  );
  if (countParts(text, ':') !== kept) throw corruptFile(file, 'its header has a key twice');
}

/** Counts the occurrences of these characters outside the strings of a JSON text. */
function countParts(json: string, wanted: string): number {
  let parts = 0;
  let inString = false;
  for (let i = 0; i < json.length; i += 1) {
    if (json[i] === '"') inString = !inString;
    else if (inString && json[i] === '\\') i += 1;
    else if (!inString && wanted.includes(json[i] ?? '')) parts += 1;
  }
  return parts;
}

function locate(entries: readonly Entry[], dataStart: number, file: string): readonly Located[] {
  return entries
    .map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [start, end],
        },
      ]) => {
        const info = { name, dtype: dtypeOf(dtype, name, file), shape };
        return { info, start: dataStart + start, end: dataStart + end };
      },
    )
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

function dtypeOf(dtype: string, name: string, file: string): DType {
  const known = Object.hasOwn(dtypes, dtype) ? dtypes[dtype] : undefined;
  if (known !== undefined) return known;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `${file}: the tensor ${name} has the type ${JSON.stringify(dtype.slice(0, 40))}, ` +
      `expected one of ${Object.keys(dtypes).join(', ')}. Take a model that is not quantised.`,
  );
}

function checkLayout(
  inOrder: readonly Located[],
  dataStart: number,
  fileEnd: number,
  file: string,
): void {
  let position = dataStart;
  for (const { info, start, end } of inOrder) {
    const length = info.shape.reduce((product, size) => product * size, ELEMENT_BYTES[info.dtype]);
    if (start !== position)
      throw corruptFile(file, `the tensor ${info.name} overlaps or leaves a hole`);
    if (end - start !== length) {
      throw corruptFile(
        file,
        `the tensor ${info.name} has ${end - start} bytes, its shape [${info.shape.join(', ')}] needs ${length}`,
      );
    }
    position = end;
  }
  if (position !== fileEnd) {
    throw corruptFile(file, `its tensors end at byte ${position}, the file at ${fileEnd}`);
  }
}
