import { z } from 'zod';
import { FileError } from '../errors.js';
import type { EvaluatedClip, Evaluation, JudgedBy, NamedComparison } from './evaluation.js';
import { clipName, speakerOf } from './clips/clip.js';
import { LabelResolver } from './clips/label-map.js';
import { compareRuns, type PairedClip } from './metrics/compare-runs.js';

/** One run of an evaluation. */
export type ComparedRun = { readonly evaluation: Evaluation; readonly judged: JudgedBy };

/** The name of a run in texts. */
export const runName = ({ evaluation, judged }: ComparedRun) =>
  `${evaluation.model.name}, ${judged === 'alone' ? 'alone' : 'with baseline'}`;

/**
 * Compares two runs of classifiers on the clips that both have, by the names of the files. The labels are
 * those of the second run; a result that it does not know is wrong.
 *
 * @throws FileError if the runs have no clip in common
 */
export function compareEvaluations(first: ComparedRun, second: ComparedRun): NamedComparison {
  const { labels } = second.evaluation.model;
  const resolver = new LabelResolver(labels, second.evaluation.data.labelMap);
  const before = new Map(first.evaluation.clips.map((clip) => [clipName(clip), clip]));
  const pairs = second.evaluation.clips.flatMap((clip): PairedClip[] => {
    const truth = resolver.resolve(clip.label ?? '');
    const results = [resultOf(before.get(clipName(clip)), first), resultOf(clip, second)];
    const [one, two] = results.map((word) =>
      word === undefined ? undefined : resolver.resolve(word),
    );
    if (truth.kind !== 'known' || !one || !two) return [];
    // A class beyond the last one is never right.
    const place = (label: typeof one) => (label.kind === 'known' ? label.index : labels.length);
    return [
      { truth: truth.index, first: place(one), second: place(two), speaker: speakerOf(clip) },
    ];
  });
  if (pairs.length === 0)
    throw new FileError(
      'file-unreadable',
      'The two evaluations have no clip in common. Evaluate both models on the same list.',
    );
  const comparison = compareRuns(pairs, labels.length + 1);
  return { first: runName(first), second: runName(second), ...comparison };
}

function resultOf(clip: EvaluatedClip | undefined, { judged }: ComparedRun): string | undefined {
  const result = clip?.results[judged];
  return result && 'label' in result ? result.label : undefined;
}

/**
 * Parses an evaluation that `wav2emo evaluate` has written.
 *
 * @param name of the file, for texts
 * @throws FileError if it is none
 */
export function parseEvaluation(text: string, name: string): Evaluation {
  try {
    const value: unknown = JSON.parse(text);
    if (isEvaluation(value)) return value;
  } catch (cause) {
    throw notEvaluation(name, cause);
  }
  throw notEvaluation(name);
}

/** What a comparison reads; everything else is taken as it is. */
const comparedSchema = z.looseObject({
  format: z.literal('wav2emo-evaluation'),
  version: z.literal(1),
  model: z.looseObject({
    name: z.string(),
    labels: z.array(z.object({ id: z.string(), en: z.string(), zh: z.string() })),
  }),
  data: z.looseObject({ labelMap: z.record(z.string(), z.string()).optional() }),
  clips: z.array(
    z.looseObject({
      file: z.string(),
      label: z.string().optional(),
      results: z.record(z.string(), z.looseObject({ label: z.string().optional() })),
    }),
  ),
});

const isEvaluation = (value: unknown): value is Evaluation =>
  comparedSchema.safeParse(value).success;

function notEvaluation(name: string, cause?: unknown): FileError {
  return new FileError(
    'file-unreadable',
    `Could not use ${name}: it is not an evaluation of this version. Write one with "wav2emo evaluate DATA --format json -o FILE".`,
    { cause },
  );
}
