import type { BundleManifest } from '../bundles/web.js';
import type { ModelInfo, ResultJson } from '../inference/index.js';
import type { Label } from '../labels.js';
import { type ClassEvaluation, evaluateClasses } from './evaluate-classes.js';
import { type DimensionEvaluation, evaluateDimensions } from './evaluate-dimensions.js';
import type { Clip, Problem } from './clips/clip.js';
import type { LabelResolver } from './clips/label-map.js';
import type { RunComparison } from './metrics/compare-runs.js';
import { type PublishedFigure, publishedFiguresFor } from './published-figures.js';

/** How the clips of a run were judged: each alone, or compared with the speaker's other clips. */
export type JudgedBy = 'alone' | 'with-baseline';

/** The figures of one way to judge the clips. */
export type RunFigures = { readonly judged: JudgedBy } & (
  | { readonly task: 'classification'; readonly figures: ClassEvaluation }
  | { readonly task: 'regression'; readonly figures: readonly DimensionEvaluation[] }
);

/** A clip as an evaluation lists it, with the result of each run. */
export type EvaluatedClip = Clip & {
  readonly results: Partial<Readonly<Record<JudgedBy, ResultJson>>>;
};

/** Two runs on the same clips, and how they differ. */
export type NamedComparison = RunComparison & { readonly first: string; readonly second: string };

/** Which model was evaluated. */
export type EvaluatedModel = Pick<
  BundleManifest,
  'name' | 'task' | 'precision' | 'licence' | 'provenance' | 'architecture' | 'figures'
> & {
  readonly labels: readonly Label[];
  /** SHA-256 of the weights in hexadecimal. */
  readonly sha256: string;
};

/** Which clips a model was evaluated on. */
export type EvaluatedData = {
  readonly name: string;
  /** Layout of the list, e.g. `table`. */
  readonly format: string;
  /** Which clips are used how, in a sentence. */
  readonly protocol?: string | undefined;
  readonly labelMap?: Readonly<Record<string, string>> | undefined;
  /**
   * SHA-256 of the list: name, size, label, speaker and times of each clip. Empty if the browser offers
   * no cryptography, as on a page of plain http.
   */
  readonly sha256: string;
};

/** An evaluation, as `wav2emo evaluate` writes it. */
export type Evaluation = {
  readonly format: 'wav2emo-evaluation';
  readonly version: 1;
  /** Name and version of the program, and its platform. */
  readonly madeBy: string;
  readonly model: EvaluatedModel;
  readonly data: EvaluatedData;
  readonly runs: readonly RunFigures[];
  readonly comparisons: readonly NamedComparison[];
  /** Figures that others published for the same protocol; none if there are none. */
  readonly published: readonly PublishedFigure[];
  readonly problems: readonly Problem[];
  readonly clips: readonly EvaluatedClip[];
};

/** What {@link makeEvaluation} evaluates. */
export type EvaluationInput = Pick<
  Evaluation,
  'madeBy' | 'model' | 'data' | 'problems' | 'clips'
> & {
  readonly resolver: LabelResolver;
  readonly dimensionRange?: readonly [low: number, high: number] | undefined;
};

/** Computes the figures of all runs that the clips have results of. */
export function makeEvaluation({
  resolver,
  dimensionRange,
  ...input
}: EvaluationInput): Evaluation {
  const judged = (['alone', 'with-baseline'] as const).filter((each) =>
    input.clips.some(({ results }) => results[each]),
  );
  return {
    format: 'wav2emo-evaluation',
    version: 1,
    ...input,
    runs: judged.map((each) => figuresOf(each, input, { resolver, dimensionRange })),
    comparisons: [],
    published:
      input.model.task === 'classification'
        ? publishedFiguresFor({ ...input.data, clips: input.clips }, input.model.labels)
        : [],
  };
}

function figuresOf(
  judged: JudgedBy,
  { clips, model }: Pick<Evaluation, 'clips' | 'model'>,
  { resolver, dimensionRange }: Pick<EvaluationInput, 'resolver' | 'dimensionRange'>,
): RunFigures {
  if (model.task === 'classification') {
    const classified = clips.flatMap((clip) => {
      const result = clip.results[judged];
      return result && 'label' in result ? [{ clip, result }] : [];
    });
    const figures = evaluateClasses(classified, model.labels, resolver);
    return { judged, task: 'classification', figures };
  }
  const predicted = clips.flatMap((clip) => {
    const result = clip.results[judged];
    return result && !('probabilities' in result) ? [{ clip, result }] : [];
  });
  const ids = model.labels.map(({ id }) => id);
  const figures = evaluateDimensions(predicted, ids, dimensionRange);
  return { judged, task: 'regression', figures };
}

/** The facts of a model that an evaluation states. */
export function describeModel(
  manifest: BundleManifest,
  info: Pick<ModelInfo, 'labels' | 'fingerprint'>,
): EvaluatedModel {
  const { name, task, precision, licence, provenance, architecture, figures } = manifest;
  return {
    ...{ name, task, labels: info.labels, precision, sha256: info.fingerprint },
    ...(licence !== undefined && { licence }),
    ...{ provenance, architecture, figures },
  };
}
