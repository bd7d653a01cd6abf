import type { Baseline, Label } from './types.ts';

/** The output of a model for a part of a live session. */
export type LiveValues =
  | { readonly label: string; readonly probabilities: Readonly<Record<string, number>> }
  | { readonly dimensions: Readonly<Record<string, number>> };

type LiveSpan = { readonly startSeconds: number; readonly endSeconds: number };

/** A measurement of the last seconds of speech, or the result of a whole utterance. */
export type LiveMeasurement = LiveSpan &
  LiveValues & { readonly type: 'measurement' | 'utterance.end' };

/** What the server sends in a live session, as far as the page reads it. */
export type LiveMessage =
  | { readonly type: 'session.created' | 'utterance.start' | 'session.ended' }
  | { readonly type: 'session.updated'; readonly labels: readonly Label[] }
  | { readonly type: 'baseline'; readonly seconds: number }
  | { readonly type: 'error'; readonly code: string; readonly message: string }
  | LiveMeasurement;

/** The settings of a session. */
export type LiveSession = {
  readonly model: string;
  readonly sampleRate: number;
  /** The voice that the speech is compared with; by default its own first seconds. */
  readonly baseline?: Baseline | 'learn' | undefined;
};

/** The rates that the server takes, in hertz. */
export const LIVE_RATES: readonly number[] = [8000, 16_000, 44_100, 48_000];

/** Reads a message of the server; `undefined` for one that this page does not know. */
export function readLiveMessage(data: unknown): LiveMessage | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const message = JSON.parse(data) as { readonly type?: unknown };
    return typeof message.type === 'string' ? (message as LiveMessage) : undefined;
  } catch {
    return undefined;
  }
}
