import type {
  Conversation,
  EmotionSegment,
  Moment,
  Speaker,
} from '@engine/conversation/conversation.js';
import { type Corrections } from './corrections.ts';

/** A segment with its place in the conversation and whether the listener corrected it. */
export type ShownSegment = EmotionSegment & {
  readonly index: number;
  readonly isCorrected: boolean;
};

/** A speaker's lane: the name that is shown, and the segments in the order of their starts. */
export type Lane = {
  readonly speaker: Speaker;
  /** Index of the waveform. */
  readonly channel: number;
  readonly segments: readonly ShownSegment[];
};

/** The lanes of a conversation, one per speaker, with the corrected labels. */
export function lanesOf(conversation: Conversation, { labels }: Corrections): readonly Lane[] {
  const bySpeaker = new Map<string, ShownSegment[]>();
  for (const [index, segment] of conversation.segments.entries()) {
    const label = labels[index];
    const shown = {
      ...segment,
      ...(label !== undefined && { label }),
      index,
      isCorrected: label !== undefined,
    };
    const list = bySpeaker.get(segment.speaker);
    if (list) list.push(shown);
    else bySpeaker.set(segment.speaker, [shown]);
  }
  return conversation.speakers.map((speaker) => ({
    speaker,
    channel: speaker.channel ?? 0,
    segments: bySpeaker.get(speaker.id) ?? [],
  }));
}

/** Whether the model is not sure of a segment, and the listener has not corrected it. */
export function isUncertain({ findings, isCorrected }: ShownSegment): boolean {
  return !isCorrected && findings.some(({ code }) => code === 'uncertain');
}

/**
 * The segment of a speaker that shares most time with a moment; a moment may last through pauses. The
 * first of several.
 */
export function segmentOf(
  lanes: readonly Lane[],
  { speaker, start, end }: Moment,
): ShownSegment | undefined {
  const lane = lanes.find((each) => each.speaker.id === speaker);
  let most = 0;
  let found: ShownSegment | undefined;
  for (const segment of lane?.segments ?? []) {
    const shared = Math.min(segment.end, end) - Math.max(segment.start, start);
    if (shared <= most) continue;
    most = shared;
    found = segment;
  }
  return found;
}

/** The last segment that has begun at a moment, if it still lasts; by bisection. */
export function segmentAt(
  segments: readonly ShownSegment[],
  time: number,
): ShownSegment | undefined {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.start ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  const found = segments[low - 1];
  return found && time < found.end ? found : undefined;
}
