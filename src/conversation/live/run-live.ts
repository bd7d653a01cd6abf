import { SampleQueue } from '../../audio/index.js';
import {
  type EmotionResult,
  roundTo6,
  type SampleStream,
  SPEECH_FRAME_SAMPLES,
  toResultValues,
} from '../../inference/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import type { LiveEvent, LiveResult, LiveSummary } from './live-event.js';
import { LiveInput } from './live-input.js';
import { LiveMachine, type LiveStep, type SampleSpan } from './live-machine.js';
import { liveLengths, type LiveSettings } from './live-settings.js';
import { LiveTotals } from './live-totals.js';

/** What a live session needs: somebody who finds speech, and somebody who classifies it. */
export type LivePort = {
  /** The least number of samples that `classify` accepts. */
  readonly minimumSamples: number;
  /**
   * Returns the probability of speech of each frame of 512 samples that is complete now. It is
   * called with all samples of the session, in order: 16 kHz mono, `[time]`.
   */
  readonly detect: (samples: Float32Array) => Promise<readonly number[]>;
  /** Classifies speech, 16 kHz mono, `[time]`. */
  readonly classify: (samples: Float32Array) => Promise<EmotionResult>;
};

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
 * @throws RangeError if a setting is out of range; what the port and the stream throw; the signal's
 *   reason
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

class LiveSession {
  readonly #port: LivePort;
  readonly #interval: number;
  readonly #machine: LiveMachine;
  readonly #queue = new SampleQueue();
  readonly #totals = new LiveTotals();
  readonly #onEvent: (event: LiveEvent) => void;

  constructor(port: LivePort, settings: LiveSettings, onEvent: (event: LiveEvent) => void) {
    const lengths = liveLengths(settings);
    this.#port = port;
    this.#interval = lengths.interval;
    this.#machine = new LiveMachine(lengths);
    this.#onEvent = onEvent;
  }

  /** @param samples 16 kHz mono, `[time]` */
  async push(samples: Float32Array, signal?: AbortSignal): Promise<void> {
    this.#queue.push(samples);
    const end = this.#machine.end + this.#queue.length;
    for (const probability of await this.#port.detect(samples)) {
      const frame = this.#queue.take(SPEECH_FRAME_SAMPLES);
      for (const step of this.#machine.push(frame, probability)) {
        signal?.throwIfAborted();
        const isStale = step.kind === 'measure' && step.end + this.#interval <= end;
        if (!isStale) await this.#perform(step);
      }
    }
  }

  async finish(): Promise<LiveSummary> {
    for (const step of this.#machine.finish()) await this.#perform(step);
    return this.#totals.summary((this.#machine.end + this.#queue.length) / MODEL_SAMPLE_RATE);
  }

  async #perform(step: LiveStep): Promise<void> {
    const event = await this.#eventOf(step);
    this.#totals.add(event);
    this.#onEvent(event);
  }

  async #eventOf(step: LiveStep): Promise<LiveEvent> {
    const { utterance } = step;
    const startSeconds = seconds(step.start);
    if (step.kind === 'start') return { type: 'utterance.start', utterance, startSeconds };
    const span = { utterance, startSeconds, endSeconds: seconds(step.end) };
    const result = await this.#classify(step);
    return step.kind === 'measure'
      ? { type: 'measurement', ...span, ...result }
      : { type: 'utterance.end', ...span, reason: step.reason, ...result };
  }

  async #classify({ start, end }: SampleSpan): Promise<LiveResult> {
    const first = Math.max(0, Math.min(start, end - this.#port.minimumSamples));
    const result = await this.#port.classify(this.#machine.read({ start: first, end }));
    return { ...toResultValues(result), findings: result.findings };
  }
}

const seconds = (samples: number) => roundTo6(samples / MODEL_SAMPLE_RATE);
