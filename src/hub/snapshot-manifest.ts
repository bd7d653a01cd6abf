import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { FileError } from '../errors.js';
import { COMMIT } from './describe.js';
import { STATE_FOLDER } from './file-names.js';
import type { Snapshot, SnapshotFile } from './snapshot.js';

/** What lies beside the files of a complete snapshot, written after everything else. */
export type Manifest = Omit<Snapshot, 'folder'> & {
  /** All paths of the repository, for choosing again without asking the hub. */
  readonly paths: readonly string[];
};

const manifestShape = z.object({
  format: z.literal(1),
  repository: z.string(),
  revision: z.string().regex(COMMIT),
  licence: z.string().optional(),
  endpoint: z.string().optional(),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
  paths: z.array(z.string()),
});

/** The manifest in a snapshot's folder, if there is a readable one. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(manifestFile(folder), 'utf8').catch(() => '');
  try {
    const { licence, endpoint, ...rest } = manifestShape.parse(JSON.parse(text));
    return { ...rest, licence, endpoint };
  } catch {
    // Absent or damaged: either way the folder does not count as complete.
    return undefined;
  }
}

/** Declares the files in `folder` complete. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeWhole(
    manifestFile(folder),
    `${JSON.stringify({ format: 1, ...manifest }, null, 2)}\n`,
  );
}

/** Takes back what {@link writeManifest} declared. */
export async function removeManifest(folder: string): Promise<void> {
  await rm(manifestFile(folder), { force: true });
}

function manifestFile(folder: string): string {
  return join(folder, STATE_FOLDER, 'snapshot.json');
}

/** The snapshot of some of the files that a manifest declares. */
export function toSnapshot(
  folder: string,
  { repository, revision, licence, endpoint }: Manifest,
  files: readonly SnapshotFile[],
): Snapshot {
  return { folder, repository, revision, licence, endpoint, files };
}

/** Writes a small file so that it is there whole or not at all, also after a power cut. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(aside, 'w');
    await handle.writeFile(text).finally(() => handle.sync().finally(() => handle.close()));
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw FileError.from(error, path, 'write');
  }
}
