import { speakerOf } from './clips/clip.js';
import type { DrawnClip } from './metrics/bootstrap.js';
import { accuracy, averageRecall } from './metrics/confusion.js';
import { type ClassifiedClip, confusionOf, type ScoredClip } from './scored-clip.js';

/** The figures of a part of the clips, e.g. of one speaker. */
export type GroupFigures = {
  /** What the clips have in common, e.g. `speaker`. */
  readonly by: string;
  readonly name: string;
  readonly clips: number;
  readonly accuracy: number;
  readonly averageRecall: number;
};

/** What clips are grouped by, and the names of the groups that a clip belongs to. */
const BY: Readonly<Record<string, (scored: ClassifiedClip) => readonly (string | undefined)[]>> = {
  corpus: ({ clip }) => [clip.corpus],
  speaker: ({ clip }) => [speakerOf(clip)],
  session: ({ clip }) => [clip.session],
  fold: ({ clip }) => [clip.fold],
  language: ({ clip }) => [clip.language],
  gender: ({ clip }) => [clip.gender],
  duration: ({ result }) => [durationBand(result.durationSeconds)],
  finding: ({ result }) => result.findings.map(({ code }) => code),
};

/** The figures of the clips of each speaker, language and so on. */
export function groupsOf(scored: readonly ScoredClip[], classes: number): GroupFigures[] {
  return Object.entries(BY).flatMap(([by, namesOf]) => {
    const groups = new Map<string, DrawnClip[]>();
    for (const each of scored)
      for (const name of namesOf(each)) {
        if (name === undefined) continue;
        const group = groups.get(name) ?? [];
        group.push(each.drawn);
        groups.set(name, group);
      }
    return [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, drawn]) => {
        const confusion = confusionOf(drawn, classes);
        const figures = { accuracy: accuracy(confusion), averageRecall: averageRecall(confusion) };
        return { by, name, clips: drawn.length, ...figures };
      });
  });
}

function durationBand(seconds: number): string {
  if (seconds < 1) return '0-1 s';
  if (seconds < 3) return '1-3 s';
  return seconds < 10 ? '3-10 s' : '10 s and more';
}
