import { corruptFile } from '../corrupt-file.js';
import type { HeadActivation } from '../../head-activation.js';
import type { CheckpointFile } from '../checkpoint.js';
import type { BlobFolder } from '../files/blob-folder.js';
import { readText } from '../files/read-range.js';
import { areNames } from './parse-labels.js';

/** What a caller knows about a head and the files do not state. */
export type HeadHints = {
  /** Names of the outputs in their order; they replace those of the files. */
  readonly labels?: readonly string[];
  /** The activation between the two layers of the head. */
  readonly headActivation?: HeadActivation;
  /** The hub repository that the folder came from, for what is known about it. */
  readonly repository?: string;
};

/** File with one label in each line, for a model whose `config.json` has no names. */
const LABELS_FILE = 'labels.txt';
const MAX_BYTES = 2 ** 16;

/** Vox-Profile's classes, and the dimensions of its other models. */
const VOX_CLASSES = [
  ...['Anger', 'Contempt', 'Disgust', 'Fear', 'Happiness'],
  ...['Neutral', 'Sadness', 'Surprise', 'Other'],
];
const VOX_DIMENSIONS = ['arousal', 'valence', 'dominance'];

/** The labels of repositories that state them in their model card only, in the order of the outputs. */
const KNOWN_LABELS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'xmj2002/hubert-base-ch-speech-emotion-recognition',
    ['angry', 'fear', 'happy', 'neutral', 'sad', 'surprise'],
  ],
  ['tiantiaf/wavlm-large-categorical-emotion', VOX_CLASSES],
  ['tiantiaf/wavlm-large-msp-podcast-emotion-dim', VOX_DIMENSIONS],
  ['tiantiaf/whisper-large-v3-msp-podcast-emotion', VOX_CLASSES],
  ['tiantiaf/whisper-large-v3-msp-podcast-emotion-dim', VOX_DIMENSIONS],
]);

/**
 * Chooses the labels of a model: those of the caller, else the names in `config.json`, else the lines of
 * `labels.txt`, else those that are known of the repository. Adds the file to `files` if it is read.
 *
 * @param stated the labels of `config.json`
 * @throws CheckpointError (`checkpoint-corrupt`) if `labels.txt` is not a list of different names
 */
export async function chooseLabels(
  folder: BlobFolder,
  stated: readonly string[],
  hints: HeadHints,
  files: CheckpointFile[],
): Promise<readonly string[]> {
  if (hints.labels !== undefined) return hints.labels;
  if (areNames(stated)) return stated;
  if (await folder.has(LABELS_FILE)) return readLabelLines(folder, files);
  return KNOWN_LABELS.get(hints.repository ?? '') ?? stated;
}

async function readLabelLines(
  folder: BlobFolder,
  files: CheckpointFile[],
): Promise<readonly string[]> {
  const blob = await folder.open(LABELS_FILE);
  const text = await readText(blob, LABELS_FILE, MAX_BYTES);
  files.push({ path: LABELS_FILE, bytes: blob.size });
  const labels = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (labels.length === 0) throw corruptFile(LABELS_FILE, 'it has no labels');
  if (new Set(labels).size < labels.length) throw corruptFile(LABELS_FILE, 'it has a label twice');
  return labels;
}
