import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError, FileError } from '../errors.js';
import { HEADS_FILE } from '../graph-files.js';
import { checkHeads, type Heads } from '../inference/index.js';
import type { ModelPlan } from '../models/index.js';
import { writeModel } from '../onnx/node.js';
import type { Precision } from '../precision.js';
import {
  type ChecksummedFile,
  type GraphVariant,
  sha256OfFile,
  sourceName,
  writeFolder,
  writeManifest,
} from '../bundles/index.js';
import type { ConvertOptions } from './convert-options.js';
import { makeManifest } from './make-manifest.js';
import { measureVariant } from './measure-variant.js';
import type { SourceCheckpoint } from './open-source-checkpoint.js';
import { copyCard } from './model-card.js';

/** How {@link writeBundle} writes a bundle: the options of a conversion with the precision chosen. */
export type WriteBundleOptions = Omit<
  ConvertOptions,
  'source' | 'target' | 'precision' | 'fallback'
> & {
  readonly precision: Precision;
  /** Of the checkpoint's files. */
  readonly checksums: readonly ChecksummedFile[];
};

/** Writes the bundle of a checkpoint in one precision, in whole or not at all. */
export async function writeBundle(
  opened: SourceCheckpoint,
  target: string,
  options: WriteBundleOptions,
): Promise<void> {
  const { source, heads } = opened;
  const { precision, layers } = options;
  const plan = opened.plan(layers);
  refuseCalibration(plan, options);
  if (heads)
    checkHeads(heads, { ...plan, name: sourceName(source) }, join(source.folder, HEADS_FILE));
  const graph = await plan.build({ precision });
  await writeFolder(target, async (temporary) => {
    await writeModel(graph, temporary, options);
    const variant = await compareWithFullModel(opened, temporary, options);
    if (heads) await writeHeads(temporary, heads);
    const files = await checksumFolder(temporary);
    await writeManifest(
      temporary,
      await makeManifest(source, plan, { ...options, files, variant, heads }),
    );
    await copyCard(source.folder, temporary);
  });
}

function refuseCalibration({ task }: ModelPlan, { calibration }: WriteBundleOptions): void {
  if (task === 'classification' || calibration === undefined) return;
  throw new CheckpointError(
    'checkpoint-mismatch',
    'Found a calibration for a regression model, which has no probabilities. Convert it without one.',
  );
}

/** Measures the graph, unless it is the full model in fp32. */
async function compareWithFullModel(
  opened: SourceCheckpoint,
  folder: string,
  options: WriteBundleOptions,
): Promise<GraphVariant | undefined> {
  if (options.precision === 'fp32' && options.layers === undefined) return undefined;
  return measureVariant(opened.plan(), folder, { ...options, heads: opened.heads });
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
