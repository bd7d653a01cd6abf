import { MODEL_SAMPLE_RATE } from '../waveform.js';
import type { GraphRunner, WindowRun } from './graph-runner.js';
import type { SpeechMeter } from './speech-meter.js';
import type { SpeechPresence } from './speech-presence.js';

/** Options of {@link runWindows}. */
export type RunWindowsOptions = {
  /** Receives each window, too. */
  readonly speech?: SpeechPresence | undefined;
  /** Receives each window, too. */
  readonly meter?: SpeechMeter | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called after each window with the seconds of the recording that are computed. */
  readonly onProgress?: ((seconds: number) => void) | undefined;
};

/** The outputs for all windows of one recording. */
export type WindowRuns<Details> = {
  /** One per window, in order. */
  readonly runs: readonly WindowRun[];
  /** What is known about the recording. */
  readonly details: Details;
};

/**
 * Runs windows one after the other; the next window is decoded while the current one is computed.
 *
 * @param windows 16 kHz mono, `[time]` each; returns the details of the recording
 * @throws as `GraphRunner.run`, whatever `windows` throws, and the signal's reason
 */
export async function runWindows<Details>(
  windows: AsyncIterator<Float32Array, Details>,
  runner: GraphRunner,
  { speech, meter, signal, onProgress }: RunWindowsOptions,
): Promise<WindowRuns<Details>> {
  const runs: WindowRun[] = [];
  let samples = 0;
  for (let next = windows.next(); ;) {
    const { done, value } = await next;
    if (done) return { runs, details: value };
    signal?.throwIfAborted();
    const running = runner.run(value);
    next = windows.next();
    // `next` is awaited in the next iteration; until then its rejection must count as handled.
    next.catch(() => undefined);
    const examined = [speech?.push(value, signal), meter?.push(value, signal)];
    const [run] = await Promise.all([running, ...examined]);
    runs.push(run);
    samples += value.length;
    onProgress?.(samples / MODEL_SAMPLE_RATE);
  }
}
