import { CheckpointError } from '../../errors.js';
import { CONFIG_FILE } from './read-settings.js';

/** Kinds of models that a `config.json` shows and that are not read, with what is special about them. */
const OTHERS: readonly (readonly [keys: readonly string[], found: string])[] = [
  [
    ['auto_map'],
    'a model whose network is defined by code in its repository (auto_map); nothing from a repository is executed, so that only networks that are written here can be used',
  ],
];

/**
 * Refuses models of other kinds by what is special about them.
 *
 * @param settings the content of a `config.json` whose `model_type` is not supported
 * @throws CheckpointError (`checkpoint-unsupported`) if it is one of the known kinds
 */
export function refuseOthers(settings: Readonly<Record<string, unknown>>): void {
  const other = OTHERS.find(([keys]) => keys.every((key) => key in settings));
  if (!other) return;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `${CONFIG_FILE} describes ${other[1]}. Take a model with transformers' own head, or one of \`wav2emo models --known --opens\`.`,
  );
}
