import type { Bilingual } from '../../findings.js';
import type { Point } from '../map/project.js';
import type { Evaluation, JudgedBy } from '../evaluation.js';

/** A clip of the map. */
export type MapPoint = {
  /** Place of the clip in the evaluation's list. */
  readonly clip: number;
  readonly pca: Point;
  /** Absent if there are too few clips. */
  readonly umap?: Point | undefined;
};

/** Everything that the page of an evaluation shows. */
export type PageContent = {
  readonly evaluation: Evaluation;
  /** Addresses of recordings by the places of their clips in the evaluation's list. */
  readonly audio: ReadonlyMap<number, string>;
  /** Whether the recordings are in the page, beside it, or not shown. */
  readonly audioKind: 'embedded' | 'linked' | 'none';
  readonly map: readonly MapPoint[];
  /** The language that is shown first. */
  readonly language: keyof Bilingual;
};

/** The wrong results of a cell of the confusion matrix. */
export type WrongCell = {
  readonly id: string;
  readonly truth: number;
  readonly result: number;
  /** Places of the clips in the evaluation's list. */
  readonly clips: readonly number[];
};

/** The cells off the diagonal of a run's confusion matrix that contain clips. */
export function wrongCells(
  evaluation: Evaluation,
  judged: JudgedBy,
  truthOf: (clip: number) => number | undefined,
): WrongCell[] {
  const cells = new Map<string, WrongCell & { clips: number[] }>();
  for (const [at, { results }] of evaluation.clips.entries()) {
    const truth = truthOf(at);
    const result = results[judged];
    if (truth === undefined || !result || !('label' in result) || result.index === truth) continue;
    const id = `wrong-${judged}-${truth}-${result.index}`;
    const cell = cells.get(id) ?? { id, truth, result: result.index, clips: [] };
    cell.clips.push(at);
    cells.set(id, cell);
  }
  return [...cells.values()].sort((a, b) => a.truth - b.truth || a.result - b.result);
}
