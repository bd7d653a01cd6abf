import {
  analyseConversation,
  type Conversation,
  type ConversationEvent,
  type ConversationOptions,
  SpeakerCollector,
  type VoicePrint,
} from '../conversation/index.js';
import type { LoadedModel } from '../inference/index.js';
import { type AudioFile, openRecording, openSpeakerEncoder } from '../node/index.js';

/** Options of `EmotionModel.conversation`. */
export type AnalyseFileOptions = ConversationOptions & {
  /** Known voices, by which speakers on one channel are named; see `voicePrint`. Default: none. */
  readonly voices?: readonly VoicePrint[] | undefined;
  /** Called with progress and provisional segments while the recording is analysed. */
  readonly onEvent?: ((event: ConversationEvent) => void) | undefined;
};

/** Analyses a recording; speakers on one channel are told apart by the embedded speaker encoder. */
export async function analyseFile(
  model: LoadedModel,
  file: AudioFile,
  { onEvent, voices = [], ...options }: AnalyseFileOptions = {},
): Promise<Conversation> {
  const openDiariser =
    options.openDiariser ??
    (async () => new SpeakerCollector(await openSpeakerEncoder(), { prints: voices }));
  const blob = await openRecording(file);
  let result: Conversation | undefined;
  for await (const event of analyseConversation(model, blob, { ...options, openDiariser })) {
    onEvent?.(event);
    if (event.kind === 'result') result = event.conversation;
  }
  if (!result) throw new TypeError('The analysis ended without a result.');
  return result;
}
