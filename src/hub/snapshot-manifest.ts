import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../write-whole.js';
import { COMMIT } from './remote-repository.js';
import { checkFileNames, STATE_FOLDER } from './file-names.js';
import type { Snapshot, SnapshotFile } from './snapshot.js';

/** The description in the folder of a complete snapshot, which is written after all other files. */
export type Manifest = Omit<Snapshot, 'folder'> & {
  /** All paths of the repository, so that a later selection does not need the hub. */
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

/** Reads the manifest in a snapshot's folder; `undefined` if it is absent or damaged. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(manifestFile(folder), 'utf8').catch(() => '');
  try {
    const { licence, endpoint, ...rest } = manifestShape.parse(JSON.parse(text));
    // Files of an older commit are deleted by these names, and anybody may have written them.
    checkFileNames(rest.files.map(({ path }) => path));
    return { ...rest, licence, endpoint };
  } catch {
    // Without a readable manifest the folder does not count as complete.
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

/** Removes the manifest, so that the folder does not count as complete. */
export async function removeManifest(folder: string): Promise<void> {
  await rm(manifestFile(folder), { force: true });
}

function manifestFile(folder: string): string {
  return join(folder, STATE_FOLDER, 'snapshot.json');
}

/** Makes the snapshot of some of a manifest's files. */
export function toSnapshot(
  folder: string,
  { repository, revision, licence, endpoint }: Manifest,
  files: readonly SnapshotFile[],
): Snapshot {
  return { folder, repository, revision, licence, endpoint, files };
}
