import type {
  ColoredGroup,
  Evaluation,
  MapClip,
  MapGroup,
  Verdict,
} from '@engine/evaluation/web.js';
import type { Playable } from '../../common/player/use-player.ts';
import { coloredGroups, describeClips, mappedPlaces } from '../engine.ts';
import type { Answered } from '../answered.ts';

/** A clip of the map. */
export type MapPoint = Playable & {
  /** Its place in the evaluation's list. */
  readonly clip: number;
  readonly groups: MapClip;
  readonly verdict: Verdict;
  /** The probability of the result. */
  readonly score: number;
};

/** The groups of one kind, with the number of their points. */
export type CountedGroups = {
  readonly by: MapGroup;
  readonly groups: readonly (ColoredGroup & { readonly count: number })[];
};

/** What a map shows; its points and their embeddings have the same order. */
export type MapContent = {
  readonly points: readonly MapPoint[];
  /** `[points][embeddingSize]` */
  readonly embeddings: readonly Float32Array[];
  readonly colored: readonly CountedGroups[];
  /** All clips that have an embedding. */
  readonly clips: number;
};

/** The clips of an evaluation as points; `undefined` if none has an embedding. */
export function mapContent(
  evaluation: Evaluation,
  answered: readonly Answered[],
): MapContent | undefined {
  const described = describeClips(evaluation);
  const known = answered.flatMap(({ job, result }, at) => {
    const { embedding } = result;
    return embedding ? [{ clip: at, job, result, embedding, groups: described[at] ?? {} }] : [];
  });
  const shown = mappedPlaces(known.length).flatMap((place) => known[place] ?? []);
  if (shown.length === 0) return undefined;
  const points = shown.map(({ clip, job: { id, name, recording }, result, groups }): MapPoint => ({
    ...{ clip, id, name, recording, groups, score: result.score },
    verdict: groups.verdict?.id ?? 'outside',
  }));
  return {
    points,
    embeddings: shown.map(({ embedding }) => Float32Array.from(embedding)),
    colored: countGroups(points, evaluation.model.labels),
    clips: known.length,
  };
}

function countGroups(
  points: readonly MapPoint[],
  labels: Evaluation['model']['labels'],
): CountedGroups[] {
  const all = points.map(({ groups }) => groups);
  return coloredGroups(all, labels).map(({ by, groups }) => ({
    by,
    groups: groups.map((group) => ({
      ...group,
      count: all.filter((clip) => clip[by]?.id === group.id).length,
    })),
  }));
}
