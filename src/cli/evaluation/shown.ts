import type { AnswerOptions } from '../../evaluation/index.js';
import type { Io } from '../io.js';
import { describeFailure } from '../print-failures.js';
import type { ProgressBar } from '../progress-bar.js';

/** How an evaluation of the command line shows its progress and says what is wrong with a clip. */
export const shown = (
  { signal }: Io,
  progress: ProgressBar,
): Pick<AnswerOptions, 'signal' | 'describe' | 'onAnswer'> => ({
  signal,
  describe: (error) => describeFailure(error).message,
  onAnswer: (done, total) => {
    progress.show('Classify', done, total, 'files');
    if (done === total) progress.announce('Compute the figures');
  },
});
