import type { Conversation, EmotionSegment } from '@engine/conversation/conversation.js';
import type {
  AnalysedConversation,
  ConversationHandlers,
  ConversationRequest,
} from '../backend/backend.ts';
import type { PeaksJson } from '../conversation/peaks.ts';
import { followJob } from './follow-job.ts';
import { ProblemError, readProblem } from './problem-error.ts';
import { postForm } from './upload.ts';

const BASE = '/api/v1/conversations';

/** Uploads a conversation, follows its analysis, and fetches the result. */
export async function converse(request: ConversationRequest): Promise<AnalysedConversation> {
  const { signal } = request;
  const id = await startConversation(request);
  try {
    await followConversation(id, request, signal);
  } catch (error) {
    if (signal.aborted) void deleteConversation(id);
    throw error;
  }
  const [conversation, peaks] = await Promise.all([fetchConversation(id), fetchPeaks(id)]);
  return { conversation, peaks };
}

/** Uploads a conversation; the server computes it on its own. */
async function startConversation(request: ConversationRequest): Promise<string> {
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
async function followConversation(
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
async function fetchConversation(id: string): Promise<Conversation> {
  return ((await get(`/${id}`)) as { conversation: Conversation }).conversation;
}

/** The waveform of each channel of a finished conversation. */
async function fetchPeaks(id: string): Promise<PeaksJson> {
  return (await get(`/${id}/peaks`)) as PeaksJson;
}

/** Stops a conversation, or has the server forget its result. */
async function deleteConversation(id: string): Promise<void> {
  await fetch(`${BASE}/${id}`, { method: 'DELETE', keepalive: true });
}

async function get(path: string): Promise<unknown> {
  const response = await fetch(`${BASE}${path}`);
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return await response.json();
}
