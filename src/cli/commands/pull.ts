import { prepareBundle } from '../../node/index.js';
import type { CommandContext } from '../command.js';
import {
  addModelOptions,
  addPrecisionOption,
  loadOptions,
  type ModelOptions,
  type PrecisionOption,
} from '../model-options.js';
import { ProgressBar } from '../progress-bar.js';

/** Adds `pull`: fetches a model and makes it ready, so that it answers at once and offline. */
export function addPull({ program, io }: CommandContext): void {
  const command = program
    .command('pull')
    .description('fetch a model from the hub and make it ready')
    .argument('<repository>', 'e.g. speechbrain/emotion-recognition-wav2vec2-IEMOCAP');
  addModelOptions(addPrecisionOption(command)).action(
    async (repository: string, options: ModelOptions & PrecisionOption) => {
      const progress = new ProgressBar(io);
      try {
        const { folder } = await prepareBundle({
          ...loadOptions(repository, options, io, progress),
          precision: options.precision,
        });
        progress.clear();
        io.stdout.write(`${repository} is ready in ${folder}\n`);
      } finally {
        progress.clear();
      }
    },
  );
}
