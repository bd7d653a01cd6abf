import { type Clip, clipName, type Problem } from './clip.js';
import type { LabelResolver } from './label-map.js';

/** Clips that can be used, and why the others cannot. */
export type CheckedClips = {
  readonly clips: readonly Clip[];
  readonly problems: readonly Problem[];
};

/**
 * Finds the clips that cannot be used: without a label, with a word that is no emotion, or listed twice.
 * What the label map leaves out is left out without a problem.
 */
export function checkClips(clips: readonly Clip[], resolver: LabelResolver): CheckedClips {
  const labels = new Map<string, string | undefined>();
  const kept = new Map<string, Clip>();
  const problems: Problem[] = [];
  for (const clip of clips) {
    const { label } = clip;
    const name = clipName(clip);
    const kind = label === undefined ? 'no-label' : resolver.resolve(label).kind;
    if (kind === 'left-out') continue;
    if (kind === 'no-label')
      problems.push({ kind, text: `${name} has no label. Add one, or delete the row.` });
    else if (kind === 'unknown')
      problems.push({
        kind: 'unknown-label',
        text: `${name} has the label ${label ?? ''}, which is not known. Correct it, or map it with --map ${label ?? ''}=LABEL.`,
      });
    else if (!labels.has(name)) {
      labels.set(name, label);
      kept.set(name, clip);
    } else if (labels.get(name) === label)
      problems.push({
        kind: 'duplicate',
        text: `${name} is listed twice and counted once. Delete a row.`,
      });
    else {
      problems.push({
        kind: 'duplicate',
        text: `${name} is listed as ${labels.get(name) ?? ''} and as ${label ?? ''}, and is left out. Delete a row.`,
      });
      kept.delete(name);
    }
  }
  return { clips: [...kept.values()], problems };
}
