import { corruptFile } from '../corrupt-file.js';

/** Most tokens; SenseVoice has 25,055. */
const MAX_PIECES = 1_000_000;

/** Kinds of values in protobuf's wire format. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

const MAX_VARINT_BYTES = 10;

/** Numbers of fields: `pieces` of a `ModelProto`, and `piece` of a `SentencePiece`. */
const PIECES = 1;
const PIECE = 1;

/** Why a message could not be read; completes "the file is damaged:". */
class BrokenMessage extends Error {}

/**
 * Reads the tokens of a model of SentencePiece in the order of their ids. Nothing else of the file is read.
 *
 * @param file the file's name in messages
 * @see https://github.com/google/sentencepiece/blob/master/src/sentencepiece_model.proto
 * @throws CheckpointError (`checkpoint-corrupt`) if it is no such model
 */
export function parsePieces(bytes: Uint8Array, file: string): readonly string[] {
  const pieces: string[] = [];
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for (const { number, value } of fieldsOf(bytes)) {
      if (number !== PIECES || value === undefined) continue;
      const [text] = [...fieldsOf(value)].filter((field) => field.number === PIECE);
      pieces.push(decoder.decode(text?.value ?? new Uint8Array(0)));
      if (pieces.length > MAX_PIECES) throw new BrokenMessage(`it has over ${MAX_PIECES} tokens`);
    }
  } catch (error) {
    if (error instanceof BrokenMessage) throw corruptFile(file, error.message);
    if (error instanceof TypeError) throw corruptFile(file, 'a token is not UTF-8', error);
    throw error;
  }
  if (pieces.length === 0) throw corruptFile(file, 'it has no tokens, as a model of SentencePiece');
  return pieces;
}

type Field = { readonly number: number; readonly value: Uint8Array | undefined };

/** The fields of a message; only those of bytes have a value. */
function* fieldsOf(bytes: Uint8Array): Generator<Field, void> {
  for (let at = 0; at < bytes.length;) {
    const tag = readVarint(bytes, at);
    const [number, kind] = [Math.floor(tag.value / 8), tag.value % 8];
    const { start, end } = rangeOf(kind, bytes, tag.end);
    if (end > bytes.length) throw new BrokenMessage('a field ends too early');
    yield { number, value: kind === BYTES ? bytes.subarray(start, end) : undefined };
    at = end;
  }
}

/** Where the value of a field is, which begins at `at`. */
function rangeOf(kind: number, bytes: Uint8Array, at: number): { start: number; end: number } {
  if (kind === FIXED64) return { start: at, end: at + 8 };
  if (kind === FIXED32) return { start: at, end: at + 4 };
  const { value, end } = readVarint(bytes, at);
  if (kind === VARINT) return { start: at, end };
  if (kind === BYTES) return { start: end, end: end + value };
  throw new BrokenMessage(`a field has the kind ${kind}`);
}

/** A number of seven bits in each byte, the lowest first. */
function readVarint(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  for (let index = 0; index < MAX_VARINT_BYTES; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) break;
    value += (byte & 127) * 128 ** index;
    if (byte < 128) return { value, end: at + index + 1 };
  }
  throw new BrokenMessage('a number ends too early or too late');
}
