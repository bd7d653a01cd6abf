import { type Bundle, toModelInfo } from '../../bundles/index.js';
import type { ModelInfo } from '../../inference/index.js';
import { VERSION } from '../../version.js';
import type { ModelPool } from '../../workers/index.js';
import { speakerOf } from '../clips/clip.js';
import { compareEvaluations } from '../compare-evaluations.js';
import {
  describeModel,
  type EvaluatedClip,
  type Evaluation,
  makeEvaluation,
} from '../evaluation.js';
import {
  answerClips,
  type AnsweredClip,
  type AnswerOptions,
  resultsAlone,
  resultsWithBaseline,
} from '../run/answer-clips.js';
import type { Data } from './read-data.js';

/** The open model and how it is evaluated. */
export type EvaluationRun = AnswerOptions & {
  readonly bundle: Bundle;
  readonly pool: ModelPool;
  /** Whether clips are also compared with their speaker's others. Default: if the model can. */
  readonly baseline?: boolean | undefined;
  readonly dimensionRange?: readonly [low: number, high: number] | undefined;
};

/** An evaluation, and what the model computed for its clips. */
export type FinishedEvaluation = {
  readonly evaluation: Evaluation;
  /** In the order of the evaluation's clips. */
  readonly answered: readonly AnsweredClip[];
};

/**
 * Evaluates an open model on the clips of a list.
 *
 * @throws BaselineError if the model cannot compare and this was asked for; FileError if the journal
 *   cannot be written; the signal's reason
 */
export async function runEvaluation(data: Data, run: EvaluationRun): Promise<FinishedEvaluation> {
  const { pool, bundle } = run;
  const model = toModelInfo(bundle);
  const { clips: answered, problems } = await answerClips(pool, data.clips, run);
  const evaluation = makeEvaluation({
    madeBy: `wav2emo ${VERSION}, Node ${process.version}, ${process.platform}-${process.arch}`,
    model: describeModel(bundle.manifest, model),
    data: data.facts,
    problems: [...data.problems, ...problems],
    clips: evaluatedClips(answered, data, model, run.baseline),
    resolver: data.resolver,
    dimensionRange: run.dimensionRange ?? data.dimensionRange,
  });
  return { evaluation: withGain(evaluation), answered };
}

function evaluatedClips(
  answered: readonly AnsweredClip[],
  { nameOf }: Data,
  model: ModelInfo,
  baseline = canCompare(answered, model),
): EvaluatedClip[] {
  const alone = resultsAlone(answered, model);
  const compared = baseline ? resultsWithBaseline(answered, model) : [];
  return answered.map(({ clip }, at) => {
    const [one, two] = [alone[at], compared[at]];
    const results = { ...(one && { alone: one }), ...(two && { 'with-baseline': two }) };
    return { ...clip, file: nameOf(clip), results };
  });
}

/** Whether the model has a relative head, and somebody speaks in more than one clip. */
function canCompare(answered: readonly AnsweredClip[], { heads }: ModelInfo): boolean {
  const speakers = answered.flatMap(({ clip }) => speakerOf(clip) ?? []);
  return heads?.relative !== undefined && new Set(speakers).size < speakers.length;
}

/** Adds what the baseline changed. */
function withGain(evaluation: Evaluation): Evaluation {
  const judged = evaluation.runs.map((run) => run.judged);
  if (evaluation.model.task === 'regression' || judged.length < 2) return evaluation;
  const gain = compareEvaluations(
    { evaluation, judged: 'alone' },
    { evaluation, judged: 'with-baseline' },
  );
  return { ...evaluation, comparisons: [gain] };
}
