import { FileError } from '../../errors.js';
import { baseOf, type Clip, type CorpusFolder, type ClipList } from './clip.js';
import { readTable } from './read-table.js';

/** `aesdd_test_fold_1.jsonl` */
const TEST_FOLD = /^(.+)_test_fold_(\w+)\.jsonl$/;

/** The name of the file with the names of the labels, beside the folders of the folds. */
export const LABEL_MAP = 'label_map.json';

/** The lists of test clips in a folder of EmoBox. */
export const emoboxTests = ({ files }: CorpusFolder) =>
  files.filter((file) => TEST_FOLD.test(baseOf(file))).sort();

/**
 * Reads the test clips of a corpus as EmoBox lists them, in all folds or in one.
 *
 * @param fold e.g. `1`. Default: all
 * @throws FileError if there is no such fold
 * @see https://github.com/emo-box/EmoBox
 */
export async function readEmobox(folder: CorpusFolder, fold?: string): Promise<ClipList> {
  const tests = emoboxTests(folder);
  const chosen = tests.filter((file) => fold === undefined || foldOf(file) === fold);
  if (chosen.length === 0)
    throw new FileError(
      'file-unreadable',
      `Found no fold ${fold ?? ''} of EmoBox, but ${tests.map(foldOf).join(', ')}. Choose one of them with --fold.`,
    );
  const parts = await Promise.all(
    chosen.map(async (file) =>
      readEmoboxFold(await folder.readText(file), file, await labelNames(folder, file)),
    ),
  );
  return {
    clips: parts.flatMap(({ clips }) => clips),
    problems: parts.flatMap(({ problems }) => problems),
    format: 'emobox',
    protocol: `EmoBox, test clips of fold ${chosen.map(foldOf).join(', ')}.`,
  };
}

/** Reads one list of EmoBox, whose labels may be codes. */
export function readEmoboxFold(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>>,
): ClipList {
  const list = readTable(text, name);
  const fold = TEST_FOLD.test(baseOf(name)) ? foldOf(name) : undefined;
  const clips = list.clips.map((clip): Clip => {
    const { label } = clip;
    return { ...clip, label: label === undefined ? undefined : (labels[label] ?? label), fold };
  });
  return { ...list, clips, format: 'emobox' };
}

const foldOf = (file: string) => TEST_FOLD.exec(baseOf(file))?.[2] ?? '';

/** The names of the labels, from the folder above the fold or from its own. */
async function labelNames({ files, readText }: CorpusFolder, list: string) {
  const folders = list.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    const file = [...folders.slice(0, depth), LABEL_MAP].join('/');
    if (files.includes(file)) return parseLabelNames(await readText(file));
  }
  return {};
}

/** Parses `label_map.json`: names of labels by their codes; what is not a text is ignored. */
export function parseLabelNames(text: string): Readonly<Record<string, string>> {
  try {
    const entries = Object.entries(JSON.parse(text) as object) as [string, unknown][];
    return Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch (error) {
    throw new FileError(
      'file-unreadable',
      `Could not read ${LABEL_MAP}: it is not JSON. Get the file again.`,
      { cause: error },
    );
  }
}
