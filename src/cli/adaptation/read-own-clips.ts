import {
  checkClips,
  LabelResolver,
  type Problem,
  readClips,
  speakerOf,
} from '../../evaluation/index.js';
import type { LabelledClip } from '../../classifier/index.js';
import { FileError } from '../../errors.js';
import { nameLabel } from '../../labels.js';
import { type DataOptions, listOptions } from '../evaluation/data-options.js';

/** Clips with labels of any name, and what is wrong with the others. */
export type OwnClips = {
  readonly clips: readonly LabelledClip[];
  readonly problems: readonly Problem[];
};

/**
 * Reads the clips that a model is adapted with. Their labels may have any name; words for the same emotion,
 * such as `ang` and `angry`, are one class.
 *
 * @throws FileError if the list cannot be read, or names no clip that can be used
 */
export async function readOwnClips(place: string, options: DataOptions): Promise<OwnClips> {
  const list = await readClips(place, { ...listOptions(options), ownClasses: true });
  const map = { ...list.labelMap, ...options.map };
  const words = list.clips.flatMap(({ label, votes = {} }) => label ?? Object.keys(votes));
  const labels = [...new Set([...words, ...Object.values(map)])].map(nameLabel);
  const resolver = new LabelResolver(labels, map);
  const checked = checkClips(list.clips, resolver);
  const problems = [...list.problems, ...checked.problems];
  const clips = checked.clips.flatMap((clip): LabelledClip[] => {
    const found = resolver.resolve(clip.label ?? '');
    const label = found.kind === 'known' ? labels[found.index]?.id : undefined;
    const { file, start, end } = clip;
    return label === undefined ? [] : [{ file, start, end, label, speaker: speakerOf(clip) }];
  });
  if (clips.length > 0) return { clips, problems };
  throw new FileError(
    'file-unreadable',
    `No clip of ${place} can be used; ${problems.length} have problems. The first one: ${problems[0]?.text ?? 'It lists no clip.'}`,
  );
}
