import type { Conversation, EmotionSegment } from '@engine/conversation/conversation.js';
import { followJob } from '../api/follow-job.ts';
import { ProblemError, readProblem } from '../api/problem-error.ts';
import { postForm } from '../api/upload.ts';
import type { PeaksJson } from './peaks.ts';

const BASE = '/api/v1/conversations';

/** How the channels of a recording become speakers. */
export const CHANNELS = ['auto', 'split', 'mix', 'left', 'right'] as const;

/** How a conversation is analysed. */
export type ConversationSettings = {
  readonly channels: (typeof CHANNELS)[number];
  /** The number of speakers in a single channel; absent to estimate it. */
  readonly speakers?: number | undefined;
};

/** A conversation to analyse. */
export type ConversationRequest = ConversationSettings & {
  readonly model: string;
  readonly file: string;
  readonly recording: Blob;
  readonly signal: AbortSignal;
  /** Gets the share of the recording that was sent, from 0 to 1. */
  readonly onSent: (share: number) => void;
};

/** What the server reports about a conversation while it is computed. */
export type ConversationHandlers = {
  /** Gets the seconds that are computed. */
  readonly onProgress: (seconds: number) => void;
  readonly onSegments: (segments: readonly EmotionSegment[]) => void;
};

/** Uploads a conversation; the server computes it on its own. */
export async function startConversation(request: ConversationRequest): Promise<string> {
  const { model, file, recording, channels, speakers, signal, onSent } = request;
  const query = new URLSearchParams({
    model,
    ...(channels !== 'auto' && { channels }),
    ...(speakers !== undefined && { speakers: String(speakers) }),
  });
  const body = new FormData();
  body.append('file', recording, file);
  const text = await postForm({ url: `${BASE}?${query}`, body, signal, onSent });
  return (JSON.parse(text) as { id: string }).id;
}

/**
 * Follows a conversation until it is finished. The stream begins with what was computed before, so
 * that nothing is lost if the connection breaks.
 *
 * @throws ProblemError if it cannot be computed; the signal's reason
 */
export async function followConversation(
  id: string,
  { onProgress, onSegments }: ConversationHandlers,
  signal: AbortSignal,
): Promise<void> {
  let known = 0;
  await followJob(
    `${BASE}/${id}/events`,
    {
      progress: (data) => {
        onProgress((data as { seconds: number }).seconds);
      },
      segments: (data) => {
        const { from, segments } = data as { from: number; segments: EmotionSegment[] };
        onSegments(segments.slice(Math.max(0, known - from)));
        known = Math.max(known, from + segments.length);
      },
    },
    signal,
  );
}

/** The result of a finished conversation. */
export async function fetchConversation(id: string): Promise<Conversation> {
  return ((await get(`/${id}`)) as { conversation: Conversation }).conversation;
}

/** The waveform of each channel of a finished conversation. */
export async function fetchPeaks(id: string): Promise<PeaksJson> {
  return (await get(`/${id}/peaks`)) as PeaksJson;
}

/** Stops a conversation, or has the server forget its result. */
export async function deleteConversation(id: string): Promise<void> {
  await fetch(`${BASE}/${id}`, { method: 'DELETE', keepalive: true });
}

async function get(path: string): Promise<unknown> {
  const response = await fetch(`${BASE}${path}`);
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return await response.json();
}
