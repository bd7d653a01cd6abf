import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../errors.js';
import { HEADS_FILE } from '../graph-files.js';
import type { Heads } from '../inference/index.js';
import {
  type ChecksummedFile,
  sha256OfFile,
  writeFolder,
  writeManifest,
} from '../bundles/index.js';
import { VERSION } from '../version.js';
import type { ConvertOptions } from './convert-options.js';
import { folderPlace } from './folder-place.js';
import { makeGraph, type MakeGraphOptions } from './make-graph.js';
import { makeManifest } from './make-manifest.js';
import type { SourceCheckpoint } from './open-source-checkpoint.js';
import { copyCard, readLicence } from './model-card.js';

/** How {@link writeBundle} writes a bundle. */
export type WriteBundleOptions = MakeGraphOptions &
  Pick<ConvertOptions, 'figures'> & {
    /** Of the checkpoint's files. */
    readonly checksums: readonly ChecksummedFile[];
  };

/** Writes the bundle of a checkpoint in one precision, in whole or not at all. */
export async function writeBundle(
  opened: SourceCheckpoint,
  target: string,
  options: WriteBundleOptions,
): Promise<void> {
  const { source, name, heads } = opened;
  const licence = source.licence ?? (await readLicence(source.folder));
  await writeFolder(target, async (temporary) => {
    const reference = folderPlace(join(temporary, 'reference'));
    const places = { target: folderPlace(temporary), reference };
    const { plan, variant } = await makeGraph(opened, places, options);
    if (heads) await writeHeads(temporary, heads);
    const files = await checksumFolder(temporary);
    const inputs = { ...options, version: VERSION, files, variant, heads };
    const { revision } = source;
    await writeManifest(temporary, makeManifest({ name, revision, licence }, plan, inputs));
    await copyCard(source.folder, temporary);
  });
}

/** Writes the heads as they were parsed, so that nothing else from the checkpoint's file is kept. */
async function writeHeads(folder: string, heads: Heads): Promise<void> {
  const path = join(folder, HEADS_FILE);
  await writeFile(path, `${JSON.stringify(heads)}\n`).catch((error: unknown) => {
    throw FileError.from(error, path, 'write');
  });
}

async function checksumFolder(folder: string): Promise<ChecksummedFile[]> {
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (path) => ({
      path,
      bytes: (await stat(join(folder, path))).size,
      sha256: await sha256OfFile(join(folder, path)),
    })),
  );
}
