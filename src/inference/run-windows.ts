import { MODEL_SAMPLE_RATE } from '../waveform.js';
import type { GraphRunner, WindowRun } from './graph-runner.js';
import type { SpeechSearch } from './speech-presence.js';

/** How windows are watched and stopped. */
export type RunWindowsOptions = {
  /** Hears each window, too. */
  readonly search?: SpeechSearch | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told after each window how many seconds of the recording are computed. */
  readonly onProgress?: ((seconds: number) => void) | undefined;
};

/** What came of the windows of one recording. */
export type HeardWindows<Details> = {
  /** One a window, in their order. */
  readonly runs: readonly WindowRun[];
  /** What is known of the recording. */
  readonly details: Details;
};

/**
 * Computes windows one after the other while the next one is decoded.
 *
 * @param windows 16 kHz mono, `[time]` each, and in the end what is known of the recording
 * @throws as `GraphRunner.run`, whatever `windows` throw, and the signal's reason
 */
export async function runWindows<Details>(
  windows: AsyncIterator<Float32Array, Details>,
  runner: GraphRunner,
  { search, signal, onProgress }: RunWindowsOptions,
): Promise<HeardWindows<Details>> {
  const runs: WindowRun[] = [];
  let samples = 0;
  for (let next = windows.next(); ;) {
    const { done, value } = await next;
    if (done) return { runs, details: value };
    signal?.throwIfAborted();
    const running = runner.run(value);
    next = windows.next();
    // Awaited in the next round; until then its failure must not go unhandled.
    next.catch(() => undefined);
    // The search waits for nothing but its own frames.
    const [run] = await Promise.all([running, search?.hear(value, signal)]);
    runs.push(run);
    samples += value.length;
    onProgress?.(samples / MODEL_SAMPLE_RATE);
  }
}
