import type { NewRecording } from '../state/session-store.ts';

/** Names of files that are taken from a folder; a single file is always taken. */
const AUDIO_NAME =
  /\.(wav|wave|flac|mp3|ogg|oga|opus|webm|mka|mkv|m4a|m4b|mp4|aac|amr|3gp|aif|aiff|aifc|au|snd|wma|caf|w64|rf64|wv|ape|mpc|ac3|flv|mpg|ts|voc|sph|mov)$/i;

/**
 * Reads what was dropped: files, and the wanted files in folders with their relative paths.
 *
 * @param isWanted whether a file of a folder is taken, by its name. Default: audio.
 */
export async function readDropped(
  transfer: DataTransfer,
  isWanted = isAudioName,
): Promise<readonly NewRecording[]> {
  // The entries must be taken before the first wait: the browser empties the list afterwards.
  const files = [...transfer.files];
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  if (!entries.some((entry) => entry?.isDirectory)) return files.map(fromFile);
  const found = await Promise.all(
    entries
      .filter((entry) => entry !== null)
      .map(async (entry) => await readEntry(entry, () => true, isWanted)),
  );
  return found.flat();
}

/** Wanted files of a chosen folder with their relative paths; other files with their names. */
export function readChosen(
  files: readonly File[],
  isWanted = isAudioName,
): readonly NewRecording[] {
  return files
    .filter(({ webkitRelativePath: path, name }) => path === '' || isWanted(name))
    .map(fromFile);
}

/** Whether a file of a folder is taken, by its name. */
export function isAudioName(name: string): boolean {
  return !name.startsWith('.') && AUDIO_NAME.test(name);
}

function fromFile(file: File): NewRecording {
  return { name: file.webkitRelativePath || file.name, recording: file };
}

type IsWanted = (name: string) => boolean;

/**
 * @param isTaken whether the entry is taken if it is a file
 * @param isWanted whether a file in it is taken if it is a folder
 */
async function readEntry(
  entry: FileSystemEntry,
  isTaken: IsWanted,
  isWanted: IsWanted,
): Promise<NewRecording[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (isFile(entry)) {
    if (!isTaken(entry.name)) return [];
    const recording = await new Promise<File>((resolve, reject) => {
      entry.file(resolve, reject);
    });
    return [{ name: path, recording }];
  }
  if (!isFolder(entry)) return [];
  const inside = await readFolder(entry);
  const sorted = inside.toSorted((a, b) =>
    a.name.localeCompare(b.name, undefined, { numeric: true }),
  );
  return (await Promise.all(sorted.map((each) => readEntry(each, isWanted, isWanted)))).flat();
}

/** The reader returns at most 100 entries at a time, and none at the end. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
