import { corruptFile } from '../corrupt-file.js';

/** How features are brought to mean 0 and variance 1: `(x + shift) · scale`, one number for each of them. */
export type FeatureStatistics = {
  readonly shift: Float32Array;
  readonly scale: Float32Array;
};

/** A line of numbers in Kaldi's text form; the number before the bracket is a learning rate. */
const NUMBERS = /^\s*<LearnRateCoef>\s+\S+\s+\[([^\]]*)\]\s*$/;

/**
 * Reads `am.mvn`: a network of Kaldi in text form with one layer that shifts and one that scales.
 *
 * @param size how many features there are
 * @throws CheckpointError (`checkpoint-corrupt`) if a layer is absent or has another number of features
 */
export function parseStatistics(text: string, file: string, size: number): FeatureStatistics {
  const lines = text.split(/\r?\n/);
  const numbersAfter = (layer: string) => {
    const at = lines.findIndex((line) => line.trimStart().startsWith(`<${layer}>`));
    const [, list] = NUMBERS.exec(lines[at + 1] ?? '') ?? [];
    if (at < 0 || list === undefined) throw corruptFile(file, `it has no numbers of <${layer}>`);
    const words = list.trim().split(/\s+/);
    const numbers = Float32Array.from(words, Number);
    if (numbers.length === size && numbers.every(Number.isFinite)) return numbers;
    throw corruptFile(
      file,
      `<${layer}> has ${words.length} entries, expected ${size} numbers, as the settings of the front end say`,
    );
  };
  return { shift: numbersAfter('AddShift'), scale: numbersAfter('Rescale') };
}
