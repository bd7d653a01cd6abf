/**
 * HyperPyYAML as data: YAML whose tags describe Python objects (`!new:`, `!name:`, `!apply:`, `!module:`)
 * and refer to each other (`!ref <key>`). Nothing is imported, called or made.
 * Format: https://github.com/speechbrain/HyperPyYAML
 */
import { CheckpointError } from '../../errors.js';
import type { Hparams } from './hparams.js';
import { HparamsReader } from './hparams-reader.js';
import { parseYaml } from './parse-yaml.js';

/**
 * Largest file that is read, in characters. Published ones have under 20,000, and hostile YAML takes
 * time that grows with the square of its length.
 */
export const MAX_HPARAMS_LENGTH = 65_536;

/**
 * Reads the text of a HyperPyYAML file.
 *
 * References are resolved: `!ref <a[b]>` gives the very value, text around references is joined, and
 * what is then arithmetic is computed (`!ref <a> * 2`). `<object.attribute>` gives the argument of that name if
 * the object was made with one, otherwise a construction of `getattr`. Tuples become lists;
 * `!PLACEHOLDER` becomes null; keys that begin with `__` can be referred to but are left out.
 *
 * @param file How messages call the file; default `hyperparams.yaml`.
 * @throws CheckpointError (`checkpoint-corrupt`) if it is no such YAML, (`checkpoint-unsafe`) for
 * references and aliases that grow without end and for `!include:`, which would open another file,
 * (`checkpoint-unsupported`) for tags that are not known.
 */
export function parseHyperPyYaml(text: string, file = 'hyperparams.yaml'): Hparams {
  if (text.length > MAX_HPARAMS_LENGTH) {
    throw new CheckpointError(
      'checkpoint-unsafe',
      `${file} has ${text.length} characters, expected at most ${MAX_HPARAMS_LENGTH}: it is no file of settings.`,
    );
  }
  return new HparamsReader(parseYaml(text, file), file).read();
}
