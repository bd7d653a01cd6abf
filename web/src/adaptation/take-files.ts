import type { LabelledClip } from '../api/adaptations.ts';
import { isTableName, readText } from '../evaluation/evaluation-store.ts';
import { matchClips } from '../evaluation/match-clips.ts';
import type { NewRecording } from '../state/session-store.ts';

/** What became of files: clips with their labels, and the names of those without one. */
export type Taken = {
  readonly clips: readonly LabelledClip[];
  readonly unlabelled: readonly string[];
  /** Why the labels could not be read. */
  readonly message?: string;
};

/**
 * Finds the labels and speakers of files as the tab for evaluations does: in tables, or in the names of
 * folders and files.
 */
export async function takeFiles(files: readonly NewRecording[]): Promise<Taken> {
  const recordings = files.filter(({ name }) => !isTableName(name));
  const tables = await Promise.all(
    files
      .filter(({ name }) => isTableName(name))
      .map(async ({ name, recording }) => ({ name, text: await readText(recording) })),
  );
  const names = recordings.map(({ name }) => name);
  try {
    return pair(recordings, matchClips(names, tables).clips);
  } catch (error) {
    return {
      ...{ clips: [], unlabelled: names },
      message: error instanceof Error ? error.message : String(error),
    };
  }
}

/** Gives recordings the labels that were found for their names; the first of several. */
export function pair(
  recordings: readonly NewRecording[],
  found: readonly {
    readonly file: string;
    readonly label?: string | undefined;
    readonly speaker?: string | undefined;
  }[],
): Taken {
  const byName = new Map(found.map((clip) => [clip.file, clip]));
  const clips: LabelledClip[] = [];
  const unlabelled: string[] = [];
  for (const { name, recording } of recordings) {
    const { label, speaker } = byName.get(name) ?? {};
    if (label === undefined) unlabelled.push(name);
    else clips.push({ name, recording, label, speaker });
  }
  return { clips, unlabelled };
}
