/** A file of a checkpoint: with its path if it comes from a folder, or a list of files of one folder. */
export type CheckpointSourceFile = Blob & {
  readonly name: string;
  readonly webkitRelativePath?: string;
};

/** The files of a checkpoint, and the name of their folder. */
export type CheckpointFiles = {
  readonly name: string;
  /** By their paths inside the folder. */
  readonly files: Readonly<Record<string, Blob>>;
};

/** The name of a checkpoint whose files come without their folder. */
const NO_FOLDER = 'checkpoint';

/**
 * Names files by their paths inside the folder that all of them are in: a folder that was chosen or dropped
 * is the first part of every path.
 */
export function checkpointFiles(source: Iterable<CheckpointSourceFile>): CheckpointFiles {
  const named = [...source].map((file) => [pathOf(file), file] as const);
  const [folder = ''] = named[0]?.[0].split('/') ?? [];
  const isInside = named.every(([path]) => path.startsWith(`${folder}/`));
  const start = isInside ? folder.length + 1 : 0;
  const files = Object.fromEntries(named.map(([path, file]) => [path.slice(start), file]));
  return { name: isInside ? folder : NO_FOLDER, files };
}

function pathOf({ name, webkitRelativePath: path = '' }: CheckpointSourceFile): string {
  return path === '' ? name : path;
}
