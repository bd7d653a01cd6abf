/**
 * HyperPyYAML as data: YAML whose tags describe Python objects (`!new:`, `!name:`, `!apply:`, `!module:`)
 * and refer to each other (`!ref <key>`). No object is imported, called or constructed.
 * Format: https://github.com/speechbrain/HyperPyYAML
 */
import { CheckpointError } from '../../errors.js';
import type { Hparams } from './hparams.js';
import { HparamsReader } from './hparams-reader.js';
import { parseYaml } from './parse-yaml.js';

/**
 * Largest file, in characters. Published files have under 20,000, and the time for hostile YAML grows with
 * the square of its length.
 */
export const MAX_HPARAMS_LENGTH = 65_536;

/**
 * Reads the text of a HyperPyYAML file.
 *
 * References are resolved: `!ref <a[b]>` becomes the same value, text around references is joined, and
 * the result is computed if it is arithmetic (`!ref <a> * 2`). `<object.attribute>` becomes the argument
 * of that name if the object has one, otherwise a construction of `getattr`. Tuples become lists;
 * `!PLACEHOLDER` becomes null; keys that begin with `__` can be referred to but are not returned.
 *
 * @param file the file's name in messages; default `hyperparams.yaml`
 * @throws CheckpointError (`checkpoint-corrupt`) if it is not HyperPyYAML, (`checkpoint-unsafe`) for
 * references and aliases that grow without end and for `!include:`, which would open another file,
 * (`checkpoint-unsupported`) for unknown tags.
 */
export function parseHyperPyYaml(text: string, file = 'hyperparams.yaml'): Hparams {
  if (text.length > MAX_HPARAMS_LENGTH) {
    throw new CheckpointError(
      'checkpoint-unsafe',
      `${file} has ${text.length} characters, expected at most ${MAX_HPARAMS_LENGTH}: it is not a file of settings.`,
    );
  }
  return new HparamsReader(parseYaml(text, file), file).read();
}
