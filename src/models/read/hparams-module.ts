import {
  type Construction,
  type HparamValue,
  isConstruction,
  isMapping,
  type SpeechBrainCheckpoint,
} from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import { unsupportedSetting } from './construction-reader.js';
import { Weights } from '../layers/model-weights.js';

/** A module that hyperparams.yaml constructs. */
export type HparamsModule = {
  /** Its key in hyperparams.yaml. */
  readonly key: string;
  readonly construction: Construction;
};

/** Finds a module by the name of its Python class, whatever package the class is in. */
export function findModule(
  { hparams }: SpeechBrainCheckpoint,
  ...classes: readonly string[]
): HparamsModule | undefined {
  for (const [key, construction] of Object.entries(hparams)) {
    if (isConstruction(construction) && classes.includes(className(construction))) {
      return { key, construction };
    }
  }
  return undefined;
}

/**
 * Like {@link findModule}, for a module that the model cannot do without.
 *
 * @throws CheckpointError `checkpoint-unsupported`
 */
export function requireModule(
  checkpoint: SpeechBrainCheckpoint,
  ...classes: readonly string[]
): HparamsModule {
  const found = findModule(checkpoint, ...classes);
  if (found) return found;
  const others = Object.values(checkpoint.hparams).filter(isConstruction).map(className);
  throw unsupportedSetting('the model', others, `a module of the class ${classes.join(' or ')}`);
}

/**
 * Finds the tensors of a module: the pretrainer loads the module under some key, alone or in a
 * `ModuleList`. Wrappers such as `DataParallel` may put names before the module's own.
 *
 * @param known a tensor that the module has for certain
 * @param names further names that may stand before the module's own
 * @throws CheckpointError `checkpoint-incomplete`
 */
export function moduleWeights(
  { hparams, stores }: SpeechBrainCheckpoint,
  { key: own, construction }: HparamsModule,
  known: string,
  ...names: readonly string[]
): Weights {
  const loadables = loadablesOf(hparams['pretrainer']);
  const candidates = [...loadables, ...Object.entries(hparams), [own, construction] as const];
  for (const [key, value] of candidates) {
    const store = stores.get(key);
    const prefix = prefixIn(value, construction);
    if (store && prefix !== undefined) {
      return new Weights(store, `${key}.ckpt`, prefix).unwrap(known, ...names);
    }
  }
  throw new CheckpointError(
    'checkpoint-incomplete',
    `hyperparams.yaml does not name the file with the tensors of ${own}; the checkpoint has ${[...stores.keys()].join(', ')}. Add it to the pretrainer's loadables.`,
  );
}

function loadablesOf(pretrainer: HparamValue | undefined) {
  if (!isConstruction(pretrainer)) return [];
  const loadables = pretrainer.args['loadables'];
  return isMapping(loadables) && !isConstruction(loadables) ? Object.entries(loadables) : [];
}

/** The prefix of a module's names in what is loaded, or undefined if the module is not part of it. */
function prefixIn(value: HparamValue, module: Construction): string | undefined {
  if (value === module) return '';
  if (!isConstruction(value) || className(value) !== 'ModuleList') return undefined;
  const index = value.positional.flat().indexOf(module);
  return index >= 0 ? `${index}.` : undefined;
}

function className({ target }: Construction): string {
  return target.slice(target.lastIndexOf('.') + 1);
}
