import { corruptFile } from '../corrupt-file.js';
import { CheckpointError } from '../../errors.js';
import { decodeUtf8 } from '../files/read-range.js';

/** Most values on the stack; a state dict needs fewer than 10,000. */
const MAX_PICKLE_STACK = 200_000;

/** Most values in the memo; torch memoizes about ten for each tensor. */
const MAX_PICKLE_MEMO = 1_000_000;

/** Most work, in operations and copied values; torch needs about 60 for each tensor. */
const MAX_PICKLE_WORK = 2_000_000;

/** Longest key, in characters: every time an equal key is set, the keys are compared in full. */
const MAX_PICKLE_KEY = 4096;

/** Longest integer, in bytes; torch's magic number takes 10. */
const MAX_INTEGER_BYTES = 16;

/** Computes the value of a call. It charges the values that it copies by {@link PickleMachine.spend}. */
export type PickleCall = (args: readonly unknown[], machine: PickleMachine) => unknown;

/** A global that a pickle may name. It is an object of this program, never one of Python. */
export class PickleGlobal {
  /** Dotted name as the pickle writes it. */
  readonly name: string;
  /** Computes the value of a call; a global without it can only be named. */
  readonly call: PickleCall | undefined;

  constructor(name: string, call?: PickleCall) {
    this.name = name;
    this.call = call;
  }
}

/** Which pickles a {@link PickleMachine} accepts. */
export type PickleRules = {
  /** The pickle's name in messages. */
  readonly file: string;
  /** The globals that may be named; any other is refused. */
  readonly globals: ReadonlyMap<string, PickleGlobal>;
  /** Computes the value of a persistent id. */
  readonly persistentLoad: (id: unknown) => unknown;
};

/** The state of reading a pickle: position, stack, marks and memo, each with a limit. */
export class PickleMachine {
  readonly rules: PickleRules;
  readonly memo = new Map<number, unknown>();
  /** Index of the next byte. */
  position: number;
  /** Whether the STOP operation was read. */
  stopped = false;
  #work = 0;
  #stack: unknown[] = [];
  readonly #marked: unknown[][] = [];
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  /** @param start index of the first byte of the pickle */
  constructor(bytes: Uint8Array, start: number, rules: PickleRules) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = start;
    this.rules = rules;
  }

  /** Charges work, in operations and copied values; the sum is limited. */
  spend(work: number): void {
    this.#work += work;
    if (this.#work > MAX_PICKLE_WORK) throw this.unsafe('more work than any state dict');
  }

  /** Checks a key of a dict or an item of a set, which must not be too long to be compared often. */
  key(value: unknown): unknown {
    if (typeof value !== 'string' || value.length <= MAX_PICKLE_KEY) return value;
    throw this.unsafe(`a key of ${value.length} characters`);
  }

  push(value: unknown): void {
    if (this.#stack.length >= MAX_PICKLE_STACK) throw this.unsafe('a stack that grows without end');
    this.#stack.push(value);
  }

  /** Removes and returns the value on top of the stack. */
  pop(): unknown {
    const value = this.top();
    this.#stack.pop();
    return value;
  }

  /** The value on top of the stack. */
  top(): unknown {
    if (this.#stack.length === 0) throw this.corrupt('it takes a value from an empty stack');
    return this.#stack.at(-1);
  }

  /** Sets a mark: {@link popMark} removes everything above it. */
  mark(): void {
    if (this.#marked.length >= MAX_PICKLE_STACK) throw this.unsafe('marks without end');
    this.#marked.push(this.#stack);
    this.#stack = [];
  }

  /** Removes the last mark and everything above it, and returns the latter. */
  popMark(): unknown[] {
    const below = this.#marked.pop();
    if (below === undefined) throw this.corrupt('it goes back to a mark that is not there');
    const above = this.#stack;
    this.#stack = below;
    return above;
  }

  /** Stores the value on top of the stack in the memo. */
  memoize(index: number): void {
    if (this.memo.size >= MAX_PICKLE_MEMO) throw this.unsafe('a memo that grows without end');
    this.memo.set(index, this.top());
  }

  /** A value of the memo. */
  recall(index: number): unknown {
    if (!this.memo.has(index))
      throw this.corrupt(`it recalls value ${index}, which was never made`);
    return this.memo.get(index);
  }

  /** The next `count` bytes, without copying them. */
  take(count: number): Uint8Array {
    const start = this.position;
    if (count > this.#bytes.length - start) throw this.corrupt('it ends in the middle');
    this.position += count;
    return this.#bytes.subarray(start, start + count);
  }

  /** An unsigned little-endian integer of 1, 2, 4 or 8 bytes. */
  unsigned(size: 1 | 2 | 4 | 8): number {
    const at = this.position;
    this.take(size);
    if (size === 1) return this.#view.getUint8(at);
    if (size === 2) return this.#view.getUint16(at, true);
    if (size === 4) return this.#view.getUint32(at, true);
    return Number(this.#view.getBigUint64(at, true));
  }

  /** A signed little-endian integer of 4 bytes. */
  signed(): number {
    const at = this.position;
    this.take(4);
    return this.#view.getInt32(at, true);
  }

  /** A big-endian double, as Python pickles floats. */
  double(): number {
    const at = this.position;
    this.take(8);
    return this.#view.getFloat64(at, false);
  }

  /** A two's complement little-endian integer; a `number` if it is a safe integer. */
  integer(size: number): number | bigint {
    if (size > MAX_INTEGER_BYTES) throw this.unsafe(`an integer of ${size} bytes`);
    const bits = this.take(size).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
    const value = BigInt.asIntN(Math.max(size * 8, 1), bits);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  /** UTF-8 text of `size` bytes. */
  text(size: number): string {
    return decodeUtf8(this.take(size), `A text in ${this.rules.file}`);
  }

  /** UTF-8 text up to the next line feed. */
  line(): string {
    const end = this.#bytes.indexOf(10, this.position);
    if (end < 0) throw this.corrupt('it ends in the middle');
    const text = this.text(end - this.position);
    this.position = end + 1;
    return text;
  }

  /** The error for a pickle that contradicts its format. */
  corrupt(reason: string): CheckpointError {
    return corruptFile(this.rules.file, `${reason} (near byte ${this.position})`);
  }

  /** The error for a pickle that names or needs something that is not allowed. */
  unsafe(found: string): CheckpointError {
    return new CheckpointError(
      'checkpoint-unsafe',
      `${this.rules.file} contains ${found}; expected only tensors in plain containers. ` +
        'Nothing was executed. Take the checkpoint from a source you trust, or save its weights alone: ' +
        'torch.save(model.state_dict(), path).',
    );
  }
}
