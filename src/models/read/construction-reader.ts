import type { Construction, HparamValue } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';

/** Largest size: no model of this family has a larger one, and it would only fill the memory. */
const MAX_SIZE = 65_536;
/** Most layers of a network, for the same reason. */
const MAX_LAYERS = 64;

/** The error for a setting of hyperparams.yaml that needs another graph. */
export function unsupportedSetting(key: string, found: unknown, expected: string): CheckpointError {
  const shown = found === undefined ? 'absent' : JSON.stringify(found).slice(0, 200);
  return new CheckpointError(
    'checkpoint-unsupported',
    `hyperparams.yaml: ${key} is ${shown}, expected ${expected}. This kind of model is not supported; take another one.`,
  );
}

/**
 * Reads the arguments of an object that hyperparams.yaml constructs, with the defaults of the Python
 * class. {@link end} refuses arguments that were not read, because they may change the computation.
 */
export class ConstructionReader {
  readonly #key: string;
  readonly #construction: Construction;
  readonly #read = new Set<string>();

  /** @param key the object's key in hyperparams.yaml, for messages */
  constructor(key: string, construction: Construction) {
    this.#key = key;
    this.#construction = construction;
    if (construction.positional.length > 0) {
      throw unsupportedSetting(key, construction.positional, 'arguments by name');
    }
  }

  /** A number that is at least `least`. */
  number(name: string, fallback: number, least = 0): number {
    const value = this.#value(name) ?? fallback;
    if (typeof value === 'number' && value >= least) return value;
    throw this.#refusal(name, value, `a number of at least ${least}`);
  }

  /** A whole number from `least` to `most`. */
  integer(name: string, fallback: number, least = 1, most = MAX_SIZE): number {
    const value = this.number(name, fallback, least);
    if (Number.isSafeInteger(value) && value <= most) return value;
    throw this.#refusal(name, value, `a whole number up to ${most}`);
  }

  /** A list of whole numbers of at least 1. */
  integers(name: string, fallback: readonly number[]): readonly number[] {
    const value = this.#value(name) ?? fallback;
    if (isArray(value) && value.length <= MAX_LAYERS && value.every(isSize))
      return value.map(Number);
    throw this.#refusal(name, value, `up to ${MAX_LAYERS} whole numbers from 1 to ${MAX_SIZE}`);
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.#value(name) ?? fallback;
    if (typeof value === 'boolean') return value;
    throw this.#refusal(name, value, 'True or False');
  }

  /** A text; empty if the argument is absent. */
  text(name: string): string {
    const value = this.#value(name) ?? '';
    if (typeof value === 'string') return value;
    throw this.#refusal(name, value, 'a text');
  }

  /**
   * Refuses any value but the supported ones.
   *
   * @throws CheckpointError `checkpoint-unsupported`
   */
  only(name: string, fallback: HparamValue, ...supported: readonly HparamValue[]): void {
    const value = this.#value(name) ?? fallback;
    if (supported.includes(value)) return;
    throw this.#refusal(name, value, supported.map((each) => JSON.stringify(each)).join(' or '));
  }

  /**
   * Refuses arguments that were not read.
   *
   * @param ignored arguments that have no effect when a recording is classified
   * @throws CheckpointError `checkpoint-unsupported`
   */
  end(...ignored: readonly string[]): void {
    for (const [name, value] of Object.entries(this.#construction.args)) {
      if (!this.#read.has(name) && !ignored.includes(name)) {
        throw this.#refusal(name, value, 'no such argument');
      }
    }
  }

  #value(name: string): HparamValue | undefined {
    this.#read.add(name);
    return this.#construction.args[name];
  }

  #refusal(name: string, found: unknown, expected: string): CheckpointError {
    return unsupportedSetting(`${this.#key}.${name}`, found, expected);
  }
}

function isSize(value: HparamValue): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= MAX_SIZE;
}

function isArray(value: HparamValue | undefined): value is readonly HparamValue[] {
  return Array.isArray(value);
}
