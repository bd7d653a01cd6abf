import { streamAudio } from '../audio/index.js';
import {
  analyseConversation,
  ChannelPeaks,
  type Conversation,
  type ConversationEvent,
  type ConversationOptions,
  type VoicePrint,
  type WaveformPeaks,
} from '../conversation/index.js';
import type { LoadedModel, SampleStream } from '../inference/index.js';
import type { Waveform } from '../waveform.js';

/** What a conversation reports while it is computed. */
export type ConversationProgress = Exclude<ConversationEvent, { kind: 'result' }>;

/** Options of `ModelWorker.converse`: those that can be posted, and what is called. */
export type ConverseOptions = Pick<
  ConversationOptions,
  | ('channels' | 'speakers' | 'names' | 'baselines' | 'prior' | 'parts' | 'signal')
  | ('moments' | 'windowSeconds' | 'stepSeconds')
> & {
  /** Known voices, by which speakers on one channel are named. Default: none. */
  readonly voices?: readonly VoicePrint[] | undefined;
  /** Is called with segments and progress as they are computed. */
  readonly onEvent?: ((event: ConversationProgress) => void) | undefined;
};

/** A conversation and the outline of its channels. */
export type ConversedRecording = {
  readonly conversation: Conversation;
  readonly peaks: WaveformPeaks;
};

/** Analyses a conversation and collects the outline of its channels from the same samples. */
export async function converse(
  model: LoadedModel,
  input: Blob | SampleStream,
  {
    onEvent,
    ...options
  }: Omit<ConverseOptions, 'voices'> & Pick<ConversationOptions, 'openDiariser'>,
): Promise<ConversedRecording> {
  const peaks = new ChannelPeaks();
  const stream = input instanceof Blob ? await openSamples(input, options.signal) : input;
  const watched = { ...stream, pieces: watch(stream, peaks) };
  for await (const event of analyseConversation(model, watched, options)) {
    if (event.kind === 'result') return { conversation: event.conversation, peaks: peaks.finish() };
    onEvent?.(event);
  }
  throw new TypeError('The analysis ended without a result.');
}

async function* watch(
  { sampleRate, pieces }: SampleStream,
  peaks: ChannelPeaks,
): AsyncGenerator<readonly Float32Array[]> {
  for await (const channels of pieces) {
    peaks.push({ sampleRate, channels });
    yield channels;
  }
}

/** Opens a file as a stream of samples; its rate is known from the first piece. */
async function openSamples(file: Blob, signal?: AbortSignal): Promise<SampleStream> {
  const waveforms = streamAudio(file, signal ? { signal } : {});
  const first = await waveforms.next();
  const sampleRate = first.done ? 16_000 : first.value.sampleRate;
  return { sampleRate, pieces: channelsOf(first, waveforms) };
}

async function* channelsOf(
  first: IteratorResult<Waveform>,
  rest: AsyncGenerator<Waveform>,
): AsyncGenerator<readonly Float32Array[]> {
  try {
    if (!first.done) yield first.value.channels;
    for await (const { channels } of rest) yield channels;
  } finally {
    await rest.return(undefined);
  }
}
