import { prepareBundle } from '../../node/index.js';
import type { Io } from '../io.js';
import { loadOptions } from '../model-options.js';
import type { ProgressBar } from '../progress-bar.js';
import type { Analyser } from './analyser.js';
import type { ConversationOptions } from './conversation-options.js';

/** Opens the model that the options of a command name. */
export type OpenAnalyser = (
  options: ConversationOptions,
  io: Io,
  progress: ProgressBar,
) => Promise<Analyser>;

/** Opens a model of the library. */
export const openAnalyser: OpenAnalyser = async (options, io, progress) => {
  progress.announce('Prepare the model');
  const source = loadOptions(options.model, options, io, progress);
  const bundle = await prepareBundle({ ...source, precision: options.precision });
  throw new Error(`${bundle.manifest.name} has no analysis of conversations yet.`);
};
