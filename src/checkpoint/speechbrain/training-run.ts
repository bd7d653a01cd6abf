import { CheckpointError } from '../../errors.js';
import type { BlobFolder } from '../files/blob-folder.js';
import { readText } from '../files/read-range.js';
import {
  type Construction,
  type Hparams,
  type HparamValue,
  isConstruction,
  isMapping,
} from '../hyperpyyaml/hparams.js';
import { parseHyperPyYaml } from '../hyperpyyaml/hyperpyyaml.js';

/** What SpeechBrain's `Checkpointer` puts before the names of its folders. */
const FOLDER_PREFIX = 'CKPT+';
const META_FILE = 'CKPT.yaml';
const MAX_META_LENGTH = 4096;
const LABEL_FILE = 'label_encoder.txt';

/** Figures of the validation by which recipes choose a checkpoint, and whether the highest is the best. */
const MEASURES: readonly (readonly [name: string, highest: boolean])[] = [
  ['error_rate', false],
  ['error', false],
  ['accuracy', true],
  ['acc', true],
  ['loss', false],
];

/** The files of a model in SpeechBrain's layout. */
export type ModelFiles = {
  /** Paths of the files with the tensors by the key of their module. */
  readonly weights: ReadonlyMap<string, string>;
  /** Path of the file with the classes. */
  readonly labels: string;
};

/**
 * Finds the best checkpoint in the results folder of a SpeechBrain recipe: the settings name a
 * `Checkpointer`, which has saved its `recoverables` in `CKPT+<time>` folders. The best one has the lowest
 * error of the validation, as in the recipes; of equal ones the latest counts.
 *
 * Format: https://github.com/speechbrain/speechbrain/blob/develop/speechbrain/utils/checkpoints.py
 *
 * @returns `undefined` if the settings name no checkpointer
 * @throws CheckpointError `checkpoint-incomplete` if there is no checkpoint, or one without weights or classes
 */
export async function findTrainingRun(
  folder: BlobFolder,
  hparams: Hparams,
): Promise<ModelFiles | undefined> {
  const checkpointer = Object.values(hparams).find(isCheckpointer);
  if (!checkpointer) return undefined;
  const { parent, names } = await findCheckpoints(folder, hparams, checkpointer);
  const best = await chooseBest(folder, names);
  const weights = new Map<string, string>();
  for (const key of modulesOf(hparams, checkpointer)) {
    const path = `${best}/${key}.ckpt`;
    if (await folder.has(path)) weights.set(key, path);
  }
  const places = [parent, '', best].map((place) => join(place, LABEL_FILE));
  const labels = await firstThere(folder, [...places, `${best}/label_encoder.ckpt`]);
  if (weights.size === 0) throw incomplete(`${folder.name}/${best}`, 'no weights of a module');
  if (labels === undefined) throw incomplete(folder.name, `no ${LABEL_FILE}`);
  return { weights, labels };
}

function isCheckpointer(value: HparamValue): value is Construction {
  return isConstruction(value) && value.target.endsWith('.Checkpointer');
}

/** The folder was perhaps moved after the training, so only the part of the path inside it counts. */
async function findCheckpoints(folder: BlobFolder, hparams: Hparams, { args }: Construction) {
  const saved = pathOf(args['checkpoints_dir']);
  const output = `${pathOf(hparams['output_folder'])}/`;
  const inside = saved.startsWith(output) ? saved.slice(output.length) : saved.split('/').at(-1);
  const parents = new Set([inside ?? '', 'save', '']);
  for (const parent of parents) {
    const names = (await folder.folders(parent)).filter((name) => name.startsWith(FOLDER_PREFIX));
    if (names.length > 0) return { parent, names: names.map((name) => join(parent, name)) };
  }
  throw incomplete(folder.name, `no folder ${FOLDER_PREFIX}…`);
}

const pathOf = (value: HparamValue | undefined) =>
  typeof value === 'string' ? value.replace(/\/+$/, '') : '';

type Candidate = { readonly path: string; readonly meta: Hparams };

async function chooseBest(folder: BlobFolder, paths: readonly string[]): Promise<string> {
  const candidates: Candidate[] = [];
  for (const path of paths) candidates.push({ path, meta: await readMeta(folder, path) });
  const number = ({ meta }: Candidate, key: string) => {
    const value = meta[key];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const measure = MEASURES.find(([name]) =>
    candidates.some((one) => number(one, name) !== undefined),
  );
  const measured = measure
    ? candidates.filter((one) => number(one, measure[0]) !== undefined)
    : candidates;
  const cost = (one: Candidate) =>
    measure ? (number(one, measure[0]) ?? 0) * (measure[1] ? -1 : 1) : 0;
  const age = (one: Candidate) => -(number(one, 'unixtime') ?? 0);
  const [best] = measured.sort(
    (a, b) => cost(a) - cost(b) || age(a) - age(b) || b.path.localeCompare(a.path, 'en'),
  );
  return best?.path ?? '';
}

async function readMeta(folder: BlobFolder, path: string): Promise<Hparams> {
  const file = `${path}/${META_FILE}`;
  if (!(await folder.has(file))) return {};
  return parseHyperPyYaml(await readText(await folder.open(file), file, MAX_META_LENGTH), file);
}

/** The recoverables with tensors: those that compute, and lists of them; not the counters and schedules. */
function modulesOf(hparams: Hparams, { args }: Construction): readonly string[] {
  const recoverables = args['recoverables'];
  const modules = hparams['modules'];
  const computing = new Set(isMapping(modules) ? Object.values(modules) : []);
  const isList = (value: HparamValue) =>
    isConstruction(value) && value.target.endsWith('.ModuleList');
  return Object.entries(isMapping(recoverables) ? recoverables : {}).flatMap(([key, value]) =>
    computing.has(value) || isList(value) ? [key] : [],
  );
}

async function firstThere(folder: BlobFolder, paths: readonly string[]) {
  for (const path of paths) if (await folder.has(path)) return path;
  return undefined;
}

const join = (parent: string, name: string) => (parent === '' ? name : `${parent}/${name}`);

function incomplete(place: string, found: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-incomplete',
    `${place} has ${found}, expected the results of a finished training of SpeechBrain: hyperparams.yaml, ` +
      `save/${LABEL_FILE} and save/${FOLDER_PREFIX}<time>/*.ckpt. Copy the folder whole, or train at least one epoch.`,
  );
}
