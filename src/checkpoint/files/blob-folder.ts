import { CheckpointError, FileError } from '../../errors.js';

/**
 * A folder whose files are blobs. There are two implementations: a folder on disk ({@link openFolder}) and
 * files in memory ({@link memoryFolder}: browsers, tests).
 */
export interface BlobFolder {
  /** The folder's name in messages: its path, or another name. */
  readonly name: string;
  /** Names of the files directly inside, sorted. */
  list(): Promise<readonly string[]>;
  /**
   * Names of the folders directly inside a folder, sorted; none if there is no such folder.
   *
   * @param path inside this folder; an empty text is this folder itself
   */
  folders(path: string): Promise<readonly string[]>;
  /**
   * Opens a file by its path inside the folder, with parts separated by `/`.
   *
   * @throws FileError (`file-not-found` …) if there is none or it cannot be read.
   * @throws CheckpointError (`checkpoint-unsafe`) if the path leaves the folder.
   */
  open(path: string): Promise<Blob>;
  /** Whether there is such a file. A path that leaves the folder is refused as in {@link open}. */
  has(path: string): Promise<boolean>;
}

/** A {@link BlobFolder} over files in memory, keyed by their path inside the folder. */
export function memoryFolder(name: string, files: Readonly<Record<string, Blob>>): BlobFolder {
  const byPath = new Map(Object.entries(files));
  return {
    name,
    list: () => Promise.resolve([...byPath.keys()].filter((path) => !path.includes('/')).sort()),
    folders: (path) => {
      const start = path === '' ? '' : `${innerPath(path)}/`;
      const inner = [...byPath.keys()].filter((file) => file.startsWith(start));
      const names = inner.map((file) => file.slice(start.length).split('/'));
      return Promise.resolve(
        [...new Set(names.flatMap(([name, rest]) => (name && rest ? [name] : [])))].sort(),
      );
    },
    open: (path) =>
      Promise.resolve(path).then((asked) => {
        const blob = byPath.get(innerPath(asked));
        if (blob === undefined) throw absent(name, asked);
        return blob;
      }),
    has: (path) => Promise.resolve(path).then((asked) => byPath.has(innerPath(asked))),
  };
}

/**
 * Returns the path if it stays inside its folder.
 *
 * @throws CheckpointError (`checkpoint-unsafe`) for absolute paths, `..`, backslashes, drive letters
 * and empty parts.
 */
export function innerPath(path: string): string {
  const parts = path.split('/');
  const leaves = parts.some((part) => part === '' || part === '.' || part === '..');
  if (leaves || /[\\:\0]/.test(path)) {
    throw new CheckpointError(
      'checkpoint-unsafe',
      `The checkpoint names the file ${JSON.stringify(path)}, expected a plain path inside its folder. ` +
        'Nothing outside the folder is opened; take a checkpoint from a source you trust.',
    );
  }
  return path;
}

function absent(folder: string, path: string): FileError {
  return new FileError(
    'file-not-found',
    `There is no file ${path} in ${folder}. Check that the model was copied completely.`,
  );
}
