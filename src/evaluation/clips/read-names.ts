import { FileError } from '../../errors.js';
import { labelOfChinese, nameLabel } from '../../labels.js';
import { type Clip, type CorpusFolder, isAudioName, type ClipList, type Problem } from './clip.js';
import { NAME_PATTERNS, readName } from './name-patterns.js';

/** A corpus is recognised if its names fit more than half of the recordings. */
const ENOUGH = 0.5;

/** Which rules are tried. */
export type ReadNamesOptions = {
  /** Name of a corpus, or `folders`. Default: that whose rules most recordings follow. */
  readonly format?: string | undefined;
  /** Whether folders may be named after any classes, not emotions alone. Default: false. */
  readonly ownClasses?: boolean | undefined;
};

/**
 * Reads a folder whose names state the labels: by the rules of a corpus, or folders named after labels.
 *
 * @throws FileError if the recordings follow no rule
 */
export function readNames(
  { files }: CorpusFolder,
  { format, ownClasses = false }: ReadNamesOptions = {},
): ClipList {
  const recordings = files.filter(isAudioName).sort();
  const rules = [
    ...NAME_PATTERNS.map((rule) => ({
      name: rule.corpus,
      read: (file: string) => readName(file, rule),
    })),
    { name: 'folders', read: ownClasses ? readAnyFolder : readEmotionFolder },
  ].filter(({ name }) => format === undefined || name === format);
  const found = rules
    .map(({ name, read }) => ({ name, clips: recordings.flatMap((file) => read(file) ?? []) }))
    .reduce((best, each) => (each.clips.length > best.clips.length ? each : best));
  if (
    found.clips.length === 0 ||
    (format === undefined && found.clips.length < ENOUGH * recordings.length)
  )
    throw unrecognised(recordings);
  return { clips: found.clips, problems: strangers(recordings, found), format: found.name };
}

/** The nearest folder whose name is an emotion states the label. */
function readEmotionFolder(file: string): Clip | undefined {
  const folders = file.split('/').slice(0, -1).reverse();
  const label = folders.find(
    (folder) =>
      nameLabel(folder.toLowerCase()).zh !== folder.toLowerCase() ||
      labelOfChinese(folder) !== undefined,
  );
  return label === undefined ? undefined : { file, label };
}

/** The folder that contains a file states the label, whatever its name. */
function readAnyFolder(file: string): Clip | undefined {
  const label = file.split('/').at(-2);
  return label === undefined ? undefined : { file, label };
}

/** Recordings whose names do not follow the rules. */
function strangers(
  recordings: readonly string[],
  { name, clips }: { name: string; clips: readonly Clip[] },
): Problem[] {
  const used = new Set(clips.map(({ file }) => file));
  return recordings
    .filter((file) => !used.has(file))
    .map((file) => ({
      kind: 'no-label',
      text: `${file}: its name does not follow the rules of ${name}, so that its label is not known. Move it elsewhere, or list the clips in a table.`,
    }));
}

function unrecognised(recordings: readonly string[]): FileError {
  const known = NAME_PATTERNS.map(({ corpus }) => corpus).join(', ');
  const found =
    recordings.length === 0
      ? 'it contains no recording'
      : `its ${recordings.length} recordings, such as ${recordings[0] ?? ''}, follow no rule that is known`;
  return new FileError(
    'file-unreadable',
    `Could not find the labels of the folder: ${found}. Expected subfolders named after emotions, IEMOCAP, MELD, EmoBox, audformat, or the names of ${known}; or else list file and label in a table and give that.`,
  );
}
