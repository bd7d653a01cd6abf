import type { AnalysedRecording } from '../../conversation/index.js';
import type { Input } from '../expand-inputs.js';
import type { Io } from '../io.js';
import { failureLine, isInterruption, reportCauses } from '../print-failures.js';
import type { ProgressBar } from '../progress-bar.js';
import type { AnalyseOptions, Analyser } from './analyser.js';

/** Steps of the bar for one recording: a call of an hour moves it every few seconds. */
const STEPS = 100;

type Run = {
  readonly analyser: Analyser;
  readonly options: AnalyseOptions;
  readonly debug: boolean;
  readonly io: Io;
  readonly progress: ProgressBar;
};

/**
 * Analyses recordings one after the other; each uses all cores. A recording that fails is printed on
 * stderr, and the others are still analysed.
 *
 * @param take receives each conversation; what it throws counts as a failure of the recording
 * @returns the number of failures
 * @throws the signal's reason
 */
export async function analyseAll(
  inputs: readonly Input[],
  { analyser, options, debug, io, progress }: Run,
  take: (recording: AnalysedRecording, input: Input) => Promise<void>,
): Promise<number> {
  let failures = 0;
  for (const [done, input] of inputs.entries()) {
    const show = (share: number) => {
      showProgress(progress, done, inputs.length, share);
    };
    show(0);
    try {
      const signal = io.signal && { signal: io.signal };
      const file = await input.open();
      const conversation = await analyser.analyse(file, {
        ...options,
        ...signal,
        onProgress: show,
      });
      progress.clear();
      await take({ file: input.name, conversation }, input);
    } catch (error) {
      if (isInterruption(error)) throw error;
      failures++;
      progress.around(() => {
        io.stderr.write(`${failureLine(input.name, error)}\n`);
        if (debug) reportCauses(error, io);
      });
    }
  }
  return failures;
}

function showProgress(progress: ProgressBar, done: number, total: number, share: number): void {
  if (total === 1) progress.show('Analyse', Math.round(share * STEPS), STEPS, 'percent');
  else progress.show('Analyse', done, total, 'files', `${Math.round(share * 100)}%`);
}
