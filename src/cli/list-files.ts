import type { Dirent, Stats } from 'node:fs';
import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { errnoCode, FileError } from '../errors.js';

/** Path of a file; a name that is not UTF-8 has no string that opens it and is kept as bytes. */
export type FilePath = string | Buffer;

/** A file of a folder, or what cannot be opened there. */
export type ListedFile = {
  /** The path for people; bytes that are not UTF-8 are replaced. */
  readonly name: string;
  readonly path: FilePath;
  /** Why this link or folder cannot be opened. */
  readonly error?: unknown;
};

/** What {@link listFiles} found. */
export type Listing = {
  /** Sorted by name. */
  readonly files: readonly ListedFile[];
  /** Number of folders in the folder; with `recursive` their files are in the list. */
  readonly folders: number;
};

/**
 * Lists the files of a folder. Links are followed, because the person who names a folder owns its
 * links; each folder is visited once, so that links which lead in a circle end. Hidden names and
 * pipes, sockets and devices are skipped.
 *
 * @throws FileError if the folder itself cannot be read
 */
export async function listFiles(folder: string, recursive: boolean): Promise<Listing> {
  const files: ListedFile[] = [];
  const visited = new Set<string>();
  let folders = 0;
  const pending: ListedFile[] = [{ name: folder, path: folder }];
  for (let next = pending.shift(); next; next = pending.shift()) {
    const { name, path } = next;
    try {
      if (isNew(await realpath(path, 'buffer'), visited)) {
        const found = await readFolder(name, path);
        files.push(...found.files);
        folders += found.folders.length;
        // Linked folders come last, so that a folder which is also linked keeps its own name.
        if (recursive) pending.push(...found.folders);
      }
    } catch (error) {
      if (path === folder) throw FileError.from(error, folder, 'read');
      files.push({ name, path, error: FileError.from(error, name, 'read') });
    }
  }
  return { files: files.sort((a, b) => (a.name < b.name ? -1 : 1)), folders };
}

function isNew(real: Buffer, visited: Set<string>): boolean {
  const key = real.toString('latin1');
  const isFirst = !visited.has(key);
  visited.add(key);
  return isFirst;
}

async function readFolder(folder: string, path: FilePath) {
  const files: ListedFile[] = [];
  const folders: ListedFile[] = [];
  const linkedFolders: ListedFile[] = [];
  for (const entry of await readdir(path, { withFileTypes: true, encoding: 'buffer' })) {
    const listed = toListed(folder, path, entry.name);
    if (entry.name[0] === '.'.charCodeAt(0)) continue;
    const isLink = entry.isSymbolicLink();
    const kind = isLink ? await followLink(listed) : entry;
    if (kind instanceof Error) files.push({ ...listed, error: kind });
    else if (kind.isDirectory()) (isLink ? linkedFolders : folders).push(listed);
    else if (kind.isFile()) files.push(listed);
  }
  return { files, folders: [...folders, ...linkedFolders] };
}

async function followLink({ name, path }: ListedFile): Promise<Stats | Dirent<Buffer> | Error> {
  try {
    return await stat(path);
  } catch (error) {
    if (errnoCode(error) !== 'ENOENT') return FileError.from(error, name, 'read');
    const target = await readlink(path, 'buffer').catch(() => Buffer.from('?'));
    return new FileError(
      'file-not-found',
      `Could not read ${name}: it is a link to ${target.toString()}, which does not exist. Fetch the file that it leads to, or remove the link.`,
      { cause: error },
    );
  }
}

function toListed(folder: string, path: FilePath, bytes: Buffer): ListedFile {
  const text = bytes.toString();
  const isText = Buffer.from(text).equals(bytes);
  const name = join(folder, text);
  if (isText && typeof path === 'string') return { name, path: join(path, text) };
  return { name, path: Buffer.concat([Buffer.from(path), Buffer.from(sep), bytes]) };
}

/**
 * Finds the files whose names are not UTF-8 and look like `path` to Node, which replaces the bytes that
 * it cannot decode by U+FFFD in the words of a command line.
 */
export async function findUndecodable(path: string, folder: string): Promise<ListedFile[]> {
  if (!path.includes('\uFFFD')) return [];
  const { files } = await listFiles(folder, false).catch(() => ({ files: [] }));
  return files.filter((file) => join(file.name) === join(path) && Buffer.isBuffer(file.path));
}
