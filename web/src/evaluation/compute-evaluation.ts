import type { ClassEvaluation, EvaluatedClip, Evaluation } from '@engine/evaluation/web.js';
import type { BundleManifest } from '../api/types.ts';
import type { Job } from '../state/session-store.ts';
import type { Plan } from './check-labels.ts';
import type { Answered } from './answered.ts';
import { DATA_FILE, describeModel, makeEvaluation, MODEL_FILE } from './engine.ts';
import { type MapContent, mapContent } from './map/map-points.ts';
import type { LeftOut } from './match-clips.ts';

/** A clip with its result, whose label the model has. */
export type JudgedClip = {
  readonly id: string;
  readonly name: string;
  readonly speaker?: string | undefined;
  readonly recording: Blob | undefined;
  /** Places among the model's labels. */
  readonly truth: number;
  readonly result: number;
  readonly score: number;
};

/** Everything that the tab shows about a finished run. */
export type Computed = {
  readonly evaluation: Evaluation;
  /** Absent if no clip has an embedding. */
  readonly map: MapContent | undefined;
  readonly figures: ClassEvaluation;
  readonly judged: readonly JudgedClip[];
  readonly leftOut: readonly LeftOut[];
};

/** What an evaluation states about itself. */
type Context = {
  readonly manifest: BundleManifest;
  /** Program and browser. */
  readonly madeBy: string;
  /** Names of the tables; the layout without any. */
  readonly dataName: string;
};

/**
 * Computes the figures of the clips that have a result.
 *
 * @returns `undefined` if no clip has one whose label the model has
 */
export function computeEvaluation(
  plan: Plan,
  jobs: readonly Job[],
  { manifest, madeBy, dataName }: Context,
): Computed | undefined {
  const { clips, resolver, format } = plan;
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const answered = clips.flatMap((clip): Answered[] => {
    const job = byName.get(clip.file);
    return job?.result && 'label' in job.result ? [{ clip, job, result: job.result }] : [];
  });
  const evaluation = makeEvaluation({
    madeBy,
    model: describeModel(manifest, { labels: manifest.labels, fingerprint: weightsOf(manifest) }),
    data: { name: dataName || format, format, sha256: '' },
    problems: [],
    clips: answered.map(toEvaluated),
    resolver,
  });
  const [run] = evaluation.runs;
  if (run?.task !== 'classification' || run.figures.clips === 0) return undefined;
  const judged = answered.flatMap(({ clip, job, result }): JudgedClip[] => {
    const truth = resolver.resolve(clip.label ?? '');
    if (truth.kind !== 'known') return [];
    const { id, name, recording } = job;
    const { index, score } = result;
    return [
      {
        ...{ id, name, recording, speaker: clip.speaker },
        ...{ truth: truth.index, result: index, score },
      },
    ];
  });
  const { figures } = run;
  const map = mapContent(evaluation, answered);
  return { evaluation, figures, judged, map, leftOut: notCounted(plan, jobs) };
}

/** The SHA-256 of a model's weights, as the command line states it. */
function weightsOf({ files }: BundleManifest): string {
  const find = (wanted: string) => files.find(({ path }) => path === wanted)?.sha256;
  return find(DATA_FILE) ?? find(MODEL_FILE) ?? '';
}

/** Everything that is not part of the figures: labels that cannot be used, and clips without a result. */
export function notCounted({ clips, leftOut }: Plan, jobs: readonly Job[]): LeftOut[] {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const without = clips.flatMap(({ file }): LeftOut[] => {
    const job = byName.get(file);
    if (job?.result) return [];
    return job?.status === 'failed'
      ? [{ file, reason: 'failed', detail: job.problem?.code }]
      : [{ file, reason: 'waiting' }];
  });
  return [...leftOut, ...without];
}

/** The result as the command line writes it: without what only drawings need. */
function toEvaluated({ clip, result }: Answered): EvaluatedClip {
  const { label, index, score, probabilities, durationSeconds, findings } = result;
  const alone = { label, index, score, probabilities, durationSeconds, findings };
  return { ...clip, results: { alone } };
}
