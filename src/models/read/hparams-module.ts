import {
  type Construction,
  type HparamValue,
  isConstruction,
  isMapping,
  type SpeechBrainCheckpoint,
  type TensorStore,
} from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import { unsupportedSetting } from './construction-reader.js';
import { Weights } from '../layers/model-weights.js';

/** Something that hyperparams.yaml constructs. */
export type Part = {
  /** Its key in hyperparams.yaml. */
  readonly key: string;
  readonly made: Construction;
};

/** Finds what is constructed from a Python class of this name, wherever the class lives. */
export function findPart(
  { hparams }: SpeechBrainCheckpoint,
  ...classes: readonly string[]
): Part | undefined {
  for (const [key, made] of Object.entries(hparams)) {
    if (isConstruction(made) && classes.includes(className(made))) return { key, made };
  }
  return undefined;
}

/**
 * Like {@link findPart}, for a part that the model cannot do without.
 *
 * @throws CheckpointError `checkpoint-unsupported`
 */
export function needPart(checkpoint: SpeechBrainCheckpoint, ...classes: readonly string[]): Part {
  const part = findPart(checkpoint, ...classes);
  if (part) return part;
  const made = Object.values(checkpoint.hparams).filter(isConstruction).map(className);
  throw unsupportedSetting('the model', made, `a part made from ${classes.join(' or ')}`);
}

/** The tensors of a part and where they stand in their file. */
export type PartStore = {
  readonly store: TensorStore;
  /** The file as messages name it. */
  readonly origin: string;
  /** What stands before the part's own names: nothing, or its place in a `ModuleList`. */
  readonly prefix: string;
};

/**
 * Finds the tensors of a part: the pretrainer loads it under some key, itself or in a list.
 *
 * @throws CheckpointError `checkpoint-incomplete`
 */
export function storeOf({ hparams, stores }: SpeechBrainCheckpoint, part: Part): PartStore {
  const loadables = loadablesOf(hparams['pretrainer']);
  const candidates = [...loadables, ...Object.entries(hparams), [part.key, part.made] as const];
  for (const [key, value] of candidates) {
    const store = stores.get(key);
    const prefix = placeIn(value, part.made);
    if (store && prefix !== undefined) return { store, origin: `${key}.ckpt`, prefix };
  }
  throw new CheckpointError(
    'checkpoint-incomplete',
    `hyperparams.yaml does not say which file holds the tensors of ${part.key}; the checkpoint has ${[...stores.keys()].join(', ')}. Add it to the pretrainer's loadables.`,
  );
}

/** The tensors of a part, seen from where it stands in its file. */
export function partWeights({ store, origin, prefix }: PartStore): Weights {
  const weights = new Weights(store, origin);
  return prefix === '' ? weights : weights.at(prefix);
}

function loadablesOf(pretrainer: HparamValue | undefined) {
  if (!isConstruction(pretrainer)) return [];
  const loadables = pretrainer.args['loadables'];
  return isMapping(loadables) && !isConstruction(loadables) ? Object.entries(loadables) : [];
}

/** The prefix of a part in what is loaded, or undefined if it is not there. */
function placeIn(value: HparamValue, part: Construction): string | undefined {
  if (value === part) return '';
  if (!isConstruction(value) || className(value) !== 'ModuleList') return undefined;
  const place = value.positional.flat().indexOf(part);
  return place >= 0 ? `${place}` : undefined;
}

function className({ target }: Construction): string {
  return target.slice(target.lastIndexOf('.') + 1);
}
