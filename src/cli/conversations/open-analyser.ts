import { openEmotionModel } from '../../classifier/index.js';
import type { Io } from '../io.js';
import { loadOptions } from '../model-options.js';
import type { ProgressBar } from '../progress-bar.js';
import type { Analyser } from './analyser.js';
import type { ConversationFlags } from './conversation-flags.js';

/** Opens the model that the options of a command name. */
export type OpenAnalyser = (
  flags: ConversationFlags,
  io: Io,
  progress: ProgressBar,
) => Promise<Analyser>;

/** Opens a model of the library. */
export const openAnalyser: OpenAnalyser = async (flags, io, progress) => {
  progress.announce('Prepare the model');
  const { device, threads, precision } = flags;
  const model = await openEmotionModel({
    ...loadOptions(flags.model, flags, io, progress),
    precision,
    runOpts: { device, ...(threads !== undefined && { threads }) },
  });
  return {
    model: model.manifest,
    analyse: (file, { onProgress, ...options }) =>
      model.conversation(file, {
        ...options,
        onEvent: (event) => {
          if (event.kind === 'progress' && event.share !== undefined) onProgress?.(event.share);
        },
      }),
    dispose: () => model.dispose(),
  };
};
