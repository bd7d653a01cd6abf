import type { SampleStream } from '../../inference/index.js';
import type { LiveEvent, LiveSummary } from './live-event.js';
import { LiveInput } from './live-input.js';
import type { LivePort } from './live-port.js';
import { LiveSession } from './live-session.js';
import type { LiveSettings } from './live-settings.js';

/** Options of {@link runLive}. */
export type LiveOptions = LiveSettings & {
  /** Receives everything that the session reports, in order. */
  readonly onEvent: (event: LiveEvent) => void;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Runs a live session: finds utterances in a stream of samples, measures the emotion while somebody
 * speaks, and classifies each utterance when it ends. The next piece is pulled when the previous
 * one is computed. If several measurements are due within one piece, only the last of them is
 * computed: so a session that fell behind catches up when it receives a long piece. Its memory does
 * not grow with its length.
 *
 * @returns when the stream ends
 * @throws RangeError if a setting is out of range; BaselineError if the baseline is not one of this
 *   model; what the port and the stream throw; the signal's reason
 */
export async function runLive(
  port: LivePort,
  { sampleRate, pieces }: SampleStream,
  { onEvent, signal, ...settings }: LiveOptions,
): Promise<LiveSummary> {
  const input = new LiveInput(sampleRate);
  const session = new LiveSession(port, settings, onEvent);
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    await session.push(input.push(piece), signal);
  }
  signal?.throwIfAborted();
  return await session.finish();
}
