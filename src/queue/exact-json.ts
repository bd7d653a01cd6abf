/** Arrays of numbers that results contain, by name. */
const ARRAYS = { Float32Array, Float64Array, Int8Array } as const;

type ArrayName = keyof typeof ARRAYS;
type NumberArray = Float32Array | Float64Array | Int8Array;

const NUMBERS = { NaN, Infinity, '-Infinity': -Infinity, '-0': -0 } as const;

/** What JSON cannot say, as an object with one of these names. */
type Marked =
  | { readonly $array: ArrayName; readonly base64: string }
  | { readonly $number: keyof typeof NUMBERS };

/**
 * A value as plain JSON from which {@link fromExactJson} makes the same value, bit for bit: typed arrays
 * and numbers that JSON has no text for are marked. Properties that are `undefined` are left out.
 */
export function toExactJson(value: unknown): unknown {
  if (typeof value === 'number') return encodeNumber(value);
  if (isNumberArray(value)) return encodeArray(value);
  if (Array.isArray(value)) return value.map(toExactJson);
  if (typeof value !== 'object' || value === null) return value;
  return mapValues(value, toExactJson);
}

/** The value that {@link toExactJson} was given. */
export function fromExactJson(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(fromExactJson);
  if (typeof json !== 'object' || json === null) return json;
  if ('$array' in json) return decodeArray(json as Extract<Marked, { $array: ArrayName }>);
  if ('$number' in json) return NUMBERS[json.$number as keyof typeof NUMBERS];
  return mapValues(json, fromExactJson);
}

const isNumberArray = (value: unknown): value is NumberArray =>
  Object.values(ARRAYS).some((each) => value instanceof each);

function encodeNumber(value: number): number | Marked {
  if (Object.is(value, -0)) return { $number: '-0' };
  return Number.isFinite(value) ? value : { $number: String(value) as keyof typeof NUMBERS };
}

function encodeArray(array: NumberArray): Marked {
  const { buffer, byteOffset, byteLength } = array;
  const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  return { $array: array.constructor.name as ArrayName, base64 };
}

function decodeArray({ $array, base64 }: Extract<Marked, { $array: ArrayName }>): NumberArray {
  // Copied, because an array of floats needs a buffer whose offset is a multiple of their size.
  return new ARRAYS[$array](Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
}

function mapValues(value: object, map: (value: unknown) => unknown): object {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([name, each]) => [name, map(each)]));
}
