import { toModelInfo } from '../../bundles/index.js';
import { type LoadOptions, prepareBundle } from '../../node/index.js';
import { openModelPool } from '../../workers/index.js';
import type { Evaluation } from '../evaluation.js';
import { readData, type ReadDataOptions } from './read-data.js';
import { type EvaluationRun, runEvaluation } from './run-evaluation.js';

/** How {@link evaluate} reads clips, which model it opens, and how it judges. */
export type EvaluateOptions = LoadOptions &
  ReadDataOptions &
  Pick<EvaluationRun, 'baseline' | 'dimensionRange' | 'onAnswer'> & {
    /** Recordings in parallel. Default: automatic. */
    readonly jobs?: number | undefined;
  };

/**
 * Evaluates a model on the labelled recordings of a list, as `wav2emo evaluate` does: the same list and
 * model give the same figures. A clip that cannot be used becomes a problem of the evaluation.
 *
 * @param place a table of clips (CSV, TSV, JSON lines), or the folder of a corpus
 * @throws FileError if no clip can be used; CheckpointError, HubError, DeviceError if the model cannot be
 *   opened; BaselineError if it cannot compare and this was asked for; the signal's reason
 */
export async function evaluate(place: string, options: EvaluateOptions = {}): Promise<Evaluation> {
  const { baseline, dimensionRange, onAnswer, signal, jobs, runOpts } = options;
  const bundle = await prepareBundle(options);
  const data = await readData(place, options, toModelInfo(bundle));
  const pool = await openModelPool(bundle, data.clips.length, { ...runOpts, jobs });
  try {
    const run = { bundle, pool, baseline, dimensionRange, onAnswer, signal };
    return (await runEvaluation(data, run)).evaluation;
  } finally {
    await pool.dispose();
  }
}
