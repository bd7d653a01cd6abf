import type { ModelInfo } from '../inference/index.js';
import { classifyEach, classifySpeakers, type ModelPool } from '../workers/index.js';
import type { Comparison } from './comparison-options.js';
import type { Input } from './expand-inputs.js';
import type { ProgressBar } from './progress-bar.js';
import type { ResultWriter } from './results/result-writer.js';
import { clock } from './text.js';

/** The open model and the options for all recordings. */
export type ClassifyRun = {
  readonly pool: ModelPool;
  readonly model: ModelInfo;
  readonly comparison: Comparison;
  readonly voiceActivity: boolean;
  readonly signal: AbortSignal | undefined;
};

/**
 * Classifies the recordings of a command line and writes the outcomes.
 *
 * @returns the number of recordings that failed
 * @throws the signal's reason
 */
export async function classifyInputs(
  inputs: readonly Input[],
  run: ClassifyRun,
  writer: ResultWriter,
  progress: ProgressBar,
): Promise<number> {
  let done = 0;
  let failures = 0;
  const show = (count: number, detail = '') => {
    done = count;
    progress.show('Classify', done, inputs.length, 'files', detail);
  };
  show(0);
  const outcomes = outcomesOf(inputs, run, {
    onComputed: show,
    onProgress: (input, seconds) => {
      // The bar shows the first unfinished recording only.
      if (input === inputs[done]) show(done, `${clock(seconds)} done`);
    },
  });
  let shown = 0;
  for await (const { item, result, error } of outcomes) {
    shown++;
    if (!result) failures++;
    progress.around(() => {
      if (result) writer.result(item.name, result);
      else writer.failure(item.name, error);
    });
    if (shown < inputs.length) show(Math.max(done, shown));
  }
  return failures;
}

/** What the progress bar is told. */
type Progress = {
  readonly onComputed: (count: number) => void;
  readonly onProgress: (input: Input, seconds: number) => void;
};

function outcomesOf(
  inputs: readonly Input[],
  { pool, model, comparison, ...options }: ClassifyRun,
  progress: Progress,
) {
  const { baseline, prior, speakerOf } = comparison;
  const each = { ...options, ...progress, prior, open: (input: Input) => input.open() };
  return speakerOf
    ? classifySpeakers(pool, inputs, model, { ...each, speakerOf })
    : classifyEach(pool, inputs, { ...each, baseline });
}
