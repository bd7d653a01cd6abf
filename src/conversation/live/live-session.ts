import { SampleQueue } from '../../audio/index.js';
import {
  type Baseline,
  type EmotionResult,
  roundTo6,
  FRAME_SAMPLES,
  toResultValues,
} from '../../inference/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import type { LiveEvent, LiveResult, LiveSummary } from './live-event.js';
import { LiveMachine, type LiveStep, type SampleSpan } from './live-machine.js';
import type { LivePort } from './live-port.js';
import { liveLengths, type LiveSettings, secondsOf } from './live-settings.js';
import { LiveTotals } from './live-totals.js';
import { LiveVoice } from './live-voice.js';

/** The steps of a {@link LiveMachine}, performed with a model. */
export class LiveSession {
  readonly #port: LivePort;
  readonly #interval: number;
  readonly #machine: LiveMachine;
  readonly #queue = new SampleQueue();
  readonly #totals = new LiveTotals();
  readonly #onEvent: (event: LiveEvent) => void;
  readonly #given: Baseline | undefined;
  readonly #voice: LiveVoice | undefined;

  /**
   * @throws RangeError if a setting is out of its range; BaselineError if the baseline is not one of
   *   this model
   */
  constructor(port: LivePort, settings: LiveSettings, onEvent: (event: LiveEvent) => void) {
    const { baseline = 'learn' } = settings;
    const lengths = liveLengths(settings);
    const learnSeconds = secondsOf(settings, 'learnSeconds');
    this.#port = port;
    this.#interval = lengths.interval;
    this.#machine = new LiveMachine(lengths);
    this.#onEvent = onEvent;
    if (typeof baseline === 'object') this.#given = port.readBaseline(baseline);
    if (baseline === 'learn' && port.makeBaseline)
      this.#voice = new LiveVoice(port.makeBaseline, learnSeconds);
  }

  /** @param samples 16 kHz mono, `[time]` */
  async push(samples: Float32Array, signal?: AbortSignal): Promise<void> {
    this.#queue.push(samples);
    const end = this.#machine.end + this.#queue.length;
    for (const probability of await this.#port.detect(samples)) {
      const frame = this.#queue.take(FRAME_SAMPLES);
      for (const step of this.#machine.push(frame, probability)) {
        signal?.throwIfAborted();
        const isStale = step.kind === 'measure' && step.end + this.#interval <= end;
        if (!isStale) await this.#perform(step);
      }
    }
  }

  /** Ends the utterance that goes on, and the session. */
  async finish(): Promise<LiveSummary> {
    for (const step of this.#machine.finish()) await this.#perform(step);
    const summary = this.#totals.summary(toSeconds(this.#machine.end + this.#queue.length));
    const learnt = this.#voice?.baseline;
    return { ...summary, ...(learnt && { baseline: learnt.toJSON() }) };
  }

  async #perform(step: LiveStep): Promise<void> {
    const { utterance } = step;
    const startSeconds = toSeconds(step.start);
    if (step.kind === 'start') {
      this.#onEvent({ type: 'utterance.start', utterance, startSeconds });
      return;
    }
    const span = { utterance, startSeconds, endSeconds: toSeconds(step.end) };
    const result = await this.#classify(step);
    if (step.kind === 'measure') {
      this.#onEvent({ type: 'measurement', ...span, ...resultOf(result) });
      return;
    }
    const { reason } = step;
    const event = { type: 'utterance.end', ...span, reason, ...resultOf(result) } as const;
    this.#totals.add(event);
    this.#onEvent(event);
    this.#learn(span.endSeconds - startSeconds, result);
  }

  async #classify({ start, end }: SampleSpan): Promise<EmotionResult> {
    const first = Math.max(0, Math.min(start, end - this.#port.minimumSamples));
    const baseline = this.#given ?? this.#voice?.baseline;
    return await this.#port.classify(this.#machine.read({ start: first, end }), baseline);
  }

  #learn(seconds: number, { embedding }: EmotionResult): void {
    const learnt = this.#voice?.learn({ seconds, embedding });
    if (!learnt) return;
    const { seconds: known, reliability } = learnt;
    const isComplete = this.#voice?.isComplete ?? true;
    this.#onEvent({ type: 'baseline', seconds: known, reliability, isComplete });
  }
}

function resultOf(result: EmotionResult): LiveResult {
  const { findings, comparedWith } = result;
  return { ...toResultValues(result), findings, ...(comparedWith && { comparedWith }) };
}

const toSeconds = (samples: number) => roundTo6(samples / MODEL_SAMPLE_RATE);
