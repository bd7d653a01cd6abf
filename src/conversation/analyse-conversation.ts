import {
  type ChannelStream,
  type RecordingDetails,
  streamChannels,
  toChannelInput,
  watchReads,
} from '../audio/index.js';
import { isVoidAnswer } from '../findings.js';
import { type LoadedModel, type SampleStream, waveformsOf } from '../inference/index.js';
import type { Conversation, EmotionSegment } from './conversation.js';
import { checkSpeakers, type ConversationOptions, windowSettings } from './options.js';
import { windowKind } from './emotion/window-kind.js';
import { findArousalMoments } from './segments/arousal-moments.js';
import { findMoments } from './segments/find-moments.js';
import { analyseSpeaker, provisionalSegments } from './speaker-analysis.js';
import { SpeechFinder, type SpeechStep } from './speech/find-speech.js';
import { summarise } from './summary/summarise.js';
import { Tracks } from './tracks.js';

/** What `analyseConversation` yields. */
export type ConversationEvent =
  /** How many seconds of the recording are computed. */
  | {
      readonly kind: 'progress';
      readonly seconds: number;
      /** The share of the file that was read, 0 to 1; absent for samples of unknown length. */
      readonly share?: number | undefined;
    }
  /**
   * The newest segments. They are provisional: baselines, speakers on one channel and the borders to
   * the next speech are only known at the end.
   */
  | { readonly kind: 'segments'; readonly segments: readonly EmotionSegment[] }
  /** The last event. */
  | { readonly kind: 'result'; readonly conversation: Conversation };

/**
 * Analyses a conversation, or any recording that is longer than a clip: who sounded how, when. It is
 * read once, in pieces, and the next speech is searched while the emotion of the last is computed.
 *
 * @param input an audio file of any format, up to 24 hours, or samples of any rate
 * @throws AudioError, DeviceError, BaselineError, RangeError for options that make no sense, and the
 *   signal's reason
 */
export async function* analyseConversation(
  model: LoadedModel,
  input: Blob | SampleStream,
  options: ConversationOptions = {},
): AsyncGenerator<ConversationEvent, void, undefined> {
  const { signal, channels } = options;
  checkSpeakers(options.speakers);
  const tracks = new Tracks(model, windowSettings(options, windowKind(model).defaults), options);
  const finder = new SpeechFinder(await model.openVoiceDetector(), channels);
  let bytes = 0;
  const stream = openStream(input, (position) => (bytes = Math.max(bytes, position)), signal);
  const steps = finder.find(stream, signal);
  const share = () => (input instanceof Blob ? { share: bytes / input.size } : {});
  let seconds = 0;
  try {
    for (let next = steps.next(); ;) {
      const { done, value } = await next;
      if (done) {
        const conversation = await conclude(model, tracks, value, options);
        yield { kind: 'result', conversation };
        return;
      }
      next = steps.next();
      // `next` is awaited in the next iteration; until then its rejection must count as handled.
      next.catch(() => undefined);
      const segments = await analyseStep(model, tracks, value, options);
      if (segments.length > 0) yield { kind: 'segments', segments };
      if (value.seconds > seconds) yield { kind: 'progress', seconds: value.seconds, ...share() };
      seconds = value.seconds;
    }
  } finally {
    // A consumer that stops early closes the file.
    await steps.return(undefined as never);
  }
}

/** Analyses a conversation and returns the result alone. */
export async function conversationOf(
  events: AsyncIterable<ConversationEvent>,
): Promise<Conversation> {
  for await (const event of events) if (event.kind === 'result') return event.conversation;
  throw new TypeError('The events ended without a result.');
}

function openStream(
  input: Blob | SampleStream,
  onRead: (position: number) => void,
  signal?: AbortSignal,
): ChannelStream {
  return input instanceof Blob
    ? streamChannels(watchReads(input, onRead), signal ? { signal } : {})
    : toChannelInput(waveformsOf(input));
}

/** Analyses the speech that ended within a step, and returns its provisional segments. */
async function analyseStep(
  model: LoadedModel,
  tracks: Tracks,
  { found }: SpeechStep,
  options: ConversationOptions,
): Promise<EmotionSegment[]> {
  await tracks.push(found, options.signal);
  const segments = tracks.provisional
    .flatMap((speaker) => provisionalSegments(model, speaker, speaker.from, options))
    .sort(byStart);
  tracks.markJudged();
  return segments;
}

async function conclude(
  model: LoadedModel,
  tracks: Tracks,
  { durationSeconds, channels, findings }: RecordingDetails,
  options: ConversationOptions,
): Promise<Conversation> {
  const { name, task, labels } = model.info;
  const found = await tracks.findSpeakers(channels);
  const speakers = found.map((speaker) => analyseSpeaker(model, speaker, options));
  const isSilent = speakers.length === 0 && !isVoidAnswer(findings);
  const courses = speakers.map((each) => ({ ...each, speaker: each.id }));
  const find = task === 'regression' ? findArousalMoments : findMoments;
  const moments = find(courses, labels, options.moments);
  return {
    durationSeconds,
    model: name,
    task,
    labels,
    speakers: speakers.map(({ speaker }) => speaker),
    segments: speakers.flatMap(({ segments }) => segments).sort(byStart),
    moments,
    summary: summarise(speakers, { durationSeconds, labels }, options.parts),
    findings: isSilent ? [{ code: 'no-speech', value: 0 }, ...findings] : findings,
  };
}

const byStart = (a: EmotionSegment, b: EmotionSegment) => a.start - b.start || a.end - b.end;
