import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { FileError } from '../../errors.js';
import type { ModelInfo } from '../../inference/index.js';
import { checkClips, checkDimensions } from '../clips/check-clips.js';
import type { Clip, Problem } from '../clips/clip.js';
import { LabelResolver } from '../clips/label-map.js';
import type { EvaluatedData } from '../evaluation.js';
import { readClips, type ReadClipsOptions } from './read-clips.js';

/** How the clips of an evaluation are read. */
export type ReadDataOptions = ReadClipsOptions & {
  /** Labels that are read as others, e.g. `{ exc: 'hap' }`; `-` leaves their clips out. */
  readonly labelMap?: Readonly<Record<string, string>> | undefined;
};

/** Files that are looked at in parallel. */
const LOOKUPS = 64;

/** The clips of a list that a model can be evaluated on. */
export type Data = {
  /** Their files are paths that can be opened. */
  readonly clips: readonly Clip[];
  readonly problems: readonly Problem[];
  readonly resolver: LabelResolver;
  readonly dimensionRange: readonly [low: number, high: number] | undefined;
  readonly facts: EvaluatedData;
  /** The name of a clip's file in an evaluation: relative to the list, with forward slashes. */
  readonly nameOf: (clip: Clip) => string;
};

/**
 * Reads a list of clips and checks which of its clips can be used.
 *
 * @throws FileError if it cannot be read, or no clip of it can be used
 */
export async function readData(
  place: string,
  options: ReadDataOptions,
  model: ModelInfo,
): Promise<Data> {
  const list = await readClips(place, options);
  const labelMap = { ...list.labelMap, ...options.labelMap };
  const resolver = new LabelResolver(model.labels, labelMap);
  const ids = model.labels.map(({ id }) => id);
  const checked =
    model.task === 'regression'
      ? checkDimensions(list.clips, ids)
      : checkClips(list.clips, resolver);
  const problems = [...list.problems, ...checked.problems];
  if (checked.clips.length === 0) throw nothingToUse(place, problems);
  const base = (await stat(place)).isDirectory() ? place : dirname(place);
  const nameOf = ({ file }: Clip) => relative(resolve(base), resolve(file)).split(sep).join('/');
  const { format, protocol, dimensionRange } = list;
  const facts = {
    ...{ name: basename(resolve(place)), format },
    ...(protocol !== undefined && { protocol }),
    ...(Object.keys(labelMap).length > 0 && { labelMap }),
    sha256: await checksumOf(checked.clips, nameOf),
  };
  return { clips: checked.clips, problems, resolver, dimensionRange, facts, nameOf };
}

async function checksumOf(clips: readonly Clip[], nameOf: Data['nameOf']): Promise<string> {
  const hash = createHash('sha256');
  const sizes = await sizesOf(new Set(clips.map(({ file }) => file)));
  for (const clip of clips) {
    const size = sizes.get(clip.file);
    const { label, speaker, start, end, dimensions } = clip;
    hash.update(
      `${JSON.stringify([nameOf(clip), size, label, speaker, start, end, dimensions])}\n`,
    );
  }
  return hash.digest('hex');
}

async function sizesOf(files: ReadonlySet<string>): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  const pending = files.values();
  const look = async () => {
    for (const file of pending) {
      const { size } = await stat(file).catch((error: unknown) => {
        throw FileError.from(error, file, 'read');
      });
      sizes.set(file, size);
    }
  };
  await Promise.all(Array.from({ length: LOOKUPS }, look));
  return sizes;
}

function nothingToUse(place: string, problems: readonly Problem[]): FileError {
  const example = problems[0]?.text ?? 'It lists no clip that the protocol uses.';
  return new FileError(
    'file-unreadable',
    `No clip of ${place} can be evaluated; ${problems.length} have problems. The first one: ${example}`,
  );
}
