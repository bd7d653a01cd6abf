import {
  analyseConversation,
  type Conversation,
  SpeakerCollector,
} from '../../conversation/index.js';
import type { LoadedModel } from '../../inference/index.js';
import {
  type AudioFile,
  openModel,
  openRecording,
  openSpeakerEncoder,
  prepareBundle,
} from '../../node/index.js';
import type { Io } from '../io.js';
import { loadOptions } from '../model-options.js';
import type { ProgressBar } from '../progress-bar.js';
import type { AnalyseOptions, Analyser } from './analyser.js';
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
  const source = loadOptions(flags.model, flags, io, progress);
  const bundle = await prepareBundle({ ...source, precision: flags.precision });
  progress.announce('Open the model');
  const { device, threads } = flags;
  const model = await openModel(bundle, { device, ...(threads !== undefined && { threads }) });
  return {
    model: bundle.manifest,
    analyse: (file, options) => analyse(model, file, options),
    dispose: () => model.dispose(),
  };
};

async function analyse(
  model: LoadedModel,
  file: AudioFile,
  { onProgress, ...options }: AnalyseOptions,
): Promise<Conversation> {
  const events = analyseConversation(model, await openRecording(file), {
    ...options,
    openDiariser: async () => new SpeakerCollector(await openSpeakerEncoder()),
  });
  for await (const event of events) {
    if (event.kind === 'result') return event.conversation;
    if (event.kind === 'progress' && event.share !== undefined) onProgress?.(event.share);
  }
  throw new TypeError('The analysis ended without a result.');
}
