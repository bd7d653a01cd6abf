import { corruptFile } from '../corrupt-file.js';

/** One strided convolution. */
export type Convolution = {
  readonly channels: number;
  readonly kernel: number;
  readonly stride: number;
};

/** Most convolutions, and the largest size; no published model has more than 7 and 512. */
const MAX_LAYERS = 64;
const MAX_SIZE = 65_536;
const MAX_LENGTH = 2000;

const TUPLE = String.raw`\(\s*\d{1,5}\s*,\s*\d{1,5}\s*,\s*\d{1,5}\s*,?\s*\)`;
const LIST = String.raw`\[\s*${TUPLE}(?:\s*,\s*${TUPLE})*\s*,?\s*\](?:\s*\*\s*\d{1,2})?`;
const WHOLE = new RegExp(`^\\s*${LIST}(?:\\s*\\+\\s*${LIST})*\\s*$`);

/**
 * Reads fairseq's description of convolutions, e.g. `[(512, 10, 5)] + [(512, 3, 2)] * 4`: lists of
 * (channels, kernel, stride), joined by `+` and repeated by `*`. In Python it is evaluated as a program;
 * here nothing but this form is accepted.
 *
 * @param file the file's name in messages
 * @throws CheckpointError (`checkpoint-corrupt`) for any other text
 */
export function parseConvolutionSpec(text: string, file: string): readonly Convolution[] {
  const readable = text.length <= MAX_LENGTH && WHOLE.test(text);
  const layers = readable ? text.split('+').flatMap(repeatList) : [];
  if (layers.length > 0 && layers.length <= MAX_LAYERS && layers.every(isSensible)) return layers;
  throw corruptFile(
    file,
    `feature_encoder_spec is ${JSON.stringify(text.slice(0, 200))}, expected up to ${MAX_LAYERS} convolutions such as [(512, 10, 5)] + [(512, 3, 2)] * 4`,
  );
}

function repeatList(text: string): Convolution[] {
  const tuples = [...text.matchAll(/\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,?\s*\)/g)];
  const layers = tuples.map(([, channels, kernel, stride]) => ({
    channels: Number(channels),
    kernel: Number(kernel),
    stride: Number(stride),
  }));
  const times = /\*\s*(\d+)\s*$/.exec(text)?.[1];
  return Array.from({ length: Number(times ?? 1) }, () => layers).flat();
}

function isSensible({ channels, kernel, stride }: Convolution): boolean {
  return [channels, kernel, stride].every((size) => size >= 1 && size <= MAX_SIZE);
}
