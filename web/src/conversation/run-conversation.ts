import { toProblem } from '../api/problem-error.ts';
import type { Problem } from '../api/types.ts';
import { backend } from '../backend/backend-store.ts';
import { requestReady } from '../state/models-store.ts';
import { usePage } from '../state/page-store.ts';
import {
  addSegments,
  beginConversation,
  leaveConversation,
  setPhase,
  showConversation,
  useConversation,
} from './conversation-store.ts';
import type { ConversationSettings } from './conversation-settings.ts';
import { keepConversation } from './kept-conversations.ts';
import { readPeaks } from './peaks.ts';

const TOO_LARGE: Problem = { code: 'upload-too-large', status: 413, title: 'Too large' };

let running: AbortController | undefined;

/** Has a recording analysed, shows what is known so far, and then the result. */
export async function runConversation(
  file: string,
  recording: Blob,
  settings: ConversationSettings,
): Promise<void> {
  running?.abort();
  const controller = new AbortController();
  running = controller;
  beginConversation(file, recording);
  try {
    await compute(file, recording, settings, controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) setPhase({ name: 'failed', problem: toProblem(error) });
  } finally {
    if (running === controller) running = undefined;
  }
}

/** Stops the analysis and shows the input again. */
export function stopConversation(): void {
  running?.abort();
  running = undefined;
  leaveConversation();
}

async function compute(
  file: string,
  recording: Blob,
  settings: ConversationSettings,
  signal: AbortSignal,
): Promise<void> {
  const limit = usePage.getState().settings?.maxConversationMb ?? Infinity;
  if (recording.size > limit * 1_000_000) {
    setPhase({ name: 'failed', problem: TOO_LARGE });
    return;
  }
  const model = await requestReady();
  signal.throwIfAborted();
  if (!model) throw new Error('The model could not be loaded');
  const onSent = (share: number) => {
    setPhase(share >= 1 ? { name: 'queued' } : { name: 'sending', share });
  };
  const totalSeconds = await durationOf(recording);
  const onProgress = (seconds: number) => {
    setPhase({ name: 'running', seconds, totalSeconds });
  };
  const { conversation, peaks } = await backend().converse({
    ...{ ...settings, model: model.id, file, recording, signal },
    ...{ onSent, onProgress, onSegments: addSegments },
  });
  signal.throwIfAborted();
  const shown = { file, conversation, peaks: readPeaks(peaks) };
  showConversation({ ...shown, recording });
  await keepConversation(useConversation.getState());
}

/** How long a recording lasts, as far as the browser can read its format; in seconds. */
async function durationOf(recording: Blob): Promise<number | undefined> {
  const url = URL.createObjectURL(recording);
  const element = new Audio();
  element.preload = 'metadata';
  const seconds = await new Promise<number | undefined>((resolve) => {
    const time = setTimeout(resolve, 3000);
    const end = () => {
      clearTimeout(time);
      resolve(Number.isFinite(element.duration) ? element.duration : undefined);
    };
    element.addEventListener('loadedmetadata', end);
    element.addEventListener('error', end);
    element.src = url;
  });
  element.removeAttribute('src');
  URL.revokeObjectURL(url);
  return seconds;
}
