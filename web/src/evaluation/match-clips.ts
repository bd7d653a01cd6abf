import type { Clip } from '@engine/evaluation/web.js';
import { readNames, readTable } from './engine.ts';

/** A table of labels as it was given. */
export type LabelTable = { readonly name: string; readonly text: string };

/** Why a recording or a row is not part of the figures. */
export type LeftOutReason =
  | 'unlisted'
  | 'missing-file'
  | 'ambiguous'
  | 'part'
  | 'bad-row'
  | 'no-label'
  | 'unknown-label'
  | 'duplicate'
  | 'conflict'
  | 'outside'
  | 'waiting'
  | 'failed';

/** Something that is not part of the figures; nothing is left out without one. */
export type LeftOut = {
  /** The recording, or the row of a table. */
  readonly file: string;
  readonly reason: LeftOutReason;
  /** The label in question, or the message of an error. */
  readonly detail?: string | undefined;
};

/** The clips whose recordings are there, by the names of the recordings, and the rest. */
export type MatchedClips = {
  readonly clips: readonly Clip[];
  readonly leftOut: readonly LeftOut[];
  /** Layout of the labels, e.g. `table`, `folders` or `emodb`. */
  readonly format: string;
};

/**
 * Finds the labels of recordings: in the tables, or if there are none, in the names of folders and files.
 *
 * @param names of the recordings, with their folders
 * @throws FileError if a table cannot be read, or the names state no labels
 */
export function matchClips(names: readonly string[], tables: readonly LabelTable[]): MatchedClips {
  if (tables.length === 0) {
    const { clips, format } = readNames({ files: names, readText: noText });
    return { clips, format, leftOut: unlisted(names, clips) };
  }
  const manifests = tables.map(({ name, text }) => readTable(text, name));
  const find = fileFinder(names);
  const clips: Clip[] = [];
  const leftOut = manifests.flatMap(({ problems }) =>
    problems.map(({ text }): LeftOut => ({ file: text, reason: 'bad-row' })),
  );
  for (const clip of manifests.flatMap((manifest) => manifest.clips)) {
    const found = find(clip.file);
    if (found.kind !== 'found') leftOut.push({ file: clip.file, reason: found.kind });
    else if (clip.start !== undefined || clip.end !== undefined)
      leftOut.push({ file: found.name, reason: 'part' });
    else clips.push({ ...clip, file: found.name });
  }
  const known = [...clips, ...leftOut];
  return { clips, leftOut: [...leftOut, ...unlisted(names, known)], format: 'table' };
}

/** Names alone tell the layout, so that no file is read. */
const noText = () => Promise.resolve('');

function unlisted(names: readonly string[], known: readonly { file: string }[]): LeftOut[] {
  const listed = new Set(known.map(({ file }) => file));
  return names
    .filter((name) => !listed.has(name))
    .map((file) => ({ file, reason: 'unlisted' as const }));
}

type Found =
  | { readonly kind: 'found'; readonly name: string }
  | { readonly kind: 'missing-file' | 'ambiguous' };

/**
 * Returns a function that finds the recording that a row names. A row may name more or fewer folders
 * than the browser tells; of several recordings of the same name, the one with most folders in common.
 */
function fileFinder(names: readonly string[]): (file: string) => Found {
  const byBase = new Map<string, string[]>();
  for (const name of names) {
    const base = baseOf(name);
    byBase.set(base, [...(byBase.get(base) ?? []), name]);
  }
  const exact = new Set(names);
  return (file) => {
    if (exact.has(file)) return { kind: 'found', name: file };
    const scored = (byBase.get(baseOf(file)) ?? [])
      .map((name) => ({ name, common: commonEnd(name.split('/'), file.split('/')) }))
      .sort((a, b) => b.common - a.common);
    const [first, second] = scored;
    if (!first) return { kind: 'missing-file' };
    if (second?.common === first.common) return { kind: 'ambiguous' };
    return { kind: 'found', name: first.name };
  };
}

const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** How many parts at the ends of two paths are equal. */
function commonEnd(one: readonly string[], two: readonly string[]): number {
  let count = 0;
  while (count < one.length && count < two.length && one.at(-1 - count) === two.at(-1 - count))
    count++;
  return count;
}
