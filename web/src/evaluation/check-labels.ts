import type { Clip } from '@engine/evaluation/web.js';
import type { Label } from '../api/types.ts';
import { checkClips, LabelResolver } from './engine.ts';
import type { LeftOut, LeftOutReason, MatchedClips } from './match-clips.ts';

/** The clips that a model is judged on, and what is not part of the figures. */
export type Plan = {
  /** Each recording at most once; the label may be one that the model does not have. */
  readonly clips: readonly Clip[];
  readonly leftOut: readonly LeftOut[];
  readonly resolver: LabelResolver;
  readonly format: string;
};

/** Checks the labels of clips against those of a model. */
export function checkLabels(matched: MatchedClips, labels: readonly Label[]): Plan {
  const resolver = new LabelResolver(labels);
  const clips: Clip[] = [];
  const leftOut: LeftOut[] = [...matched.leftOut];
  for (const [file, rows] of rowsByFile(matched.clips)) {
    const checked = checkClips(rows, resolver);
    clips.push(...checked.clips);
    const isConflict = checked.clips.length === 0;
    for (const { kind } of checked.problems)
      leftOut.push({ file, reason: reasonOf(kind, isConflict), detail: labelsOf(rows) });
    for (const { label } of checked.clips)
      if (label !== undefined && resolver.resolve(label).kind === 'outside')
        leftOut.push({ file, reason: 'outside', detail: label });
  }
  return { clips, leftOut, resolver, format: matched.format };
}

function rowsByFile(clips: readonly Clip[]): Map<string, Clip[]> {
  const rows = new Map<string, Clip[]>();
  for (const clip of clips) {
    const found = rows.get(clip.file);
    if (found) found.push(clip);
    else rows.set(clip.file, [clip]);
  }
  return rows;
}

function reasonOf(kind: string, isConflict: boolean): LeftOutReason {
  if (kind === 'duplicate') return isConflict ? 'conflict' : 'duplicate';
  return kind === 'unknown-label' ? kind : 'no-label';
}

const labelsOf = (rows: readonly Clip[]) =>
  [...new Set(rows.flatMap(({ label }) => label ?? []))].join(', ');
