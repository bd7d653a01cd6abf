import type { Redis } from 'ioredis';
import type { UploadFolder } from '../uploads/index.js';
import type { Adaptations } from './adaptations.js';
import type { ClassifierParts } from './classifier-parts.js';
import type { Conversations } from './conversations.js';
import type { LiveSessions } from './live-sessions.js';
import type { ServedObjects } from './served-objects.js';

/** What a service consists of. */
export type ServiceParts = ClassifierParts & {
  readonly adaptations: Adaptations;
  readonly conversations: Conversations;
  readonly uploads: UploadFolder;
  readonly live: LiveSessions;
  /** That of the queue; absent if the server computes by itself. */
  readonly redis?: Redis | undefined;
  /** Recordings that wait for workers on other machines. */
  readonly objects?: ServedObjects | undefined;
};

/** What the HTTP side of a server does while its service closes. */
export type CloseSteps = {
  /** Is called when no request is computed any more. */
  readonly endStreams: () => void;
  /** Resolves when every request has its response. */
  readonly responsesSent: () => Promise<void>;
};

/**
 * Waits for running work, but no longer than the given time, and then ends everything: the event
 * streams, the loading of models, the process that computes, the folder for uploads.
 */
export async function closeParts(
  { queue, models, engine, uploads, live, objects }: ServiceParts,
  seconds: number,
  steps?: CloseSteps,
): Promise<void> {
  let clock: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    clock = setTimeout(resolve, seconds * 1000);
  });
  live.close();
  await Promise.race([queue.drained(), timeUp]);
  steps?.endStreams();
  await models.dispose();
  await Promise.race([steps?.responsesSent(), timeUp]);
  clearTimeout(clock);
  await live.dispose();
  await engine.dispose();
  await uploads.dispose();
  await objects?.dispose();
}
