import { FRAME_SAMPLES } from '../../inference/index.js';
import { strongestCorrelation } from './correlation.js';

/** Frames that are decided together: 0.13 s. */
const GROUP_FRAMES = 4;

/**
 * Frames over which level and correlation are measured: 0.5 s. Over the length of a vowel, two
 * voices of the same pitch correlate, too; over several sounds only copies of one voice do.
 */
const WINDOW_FRAMES = 16;

/** Samples that are averaged into one: at 2 kHz the strongest part of speech remains. */
const DECIMATION = 8;
const FRAME_STEPS = FRAME_SAMPLES / DECIMATION;
const WINDOW_STEPS = WINDOW_FRAMES * FRAME_STEPS;

/** The longest way of a voice into the other channel: 64 ms, by air or through an echo of the line. */
const MOST_LAG_STEPS = 128;

/** Samples before a chunk that {@link CrossTalk} needs for windows and lags: 0.32 s. */
export const CROSS_TALK_PAST = (WINDOW_STEPS / 2 + MOST_LAG_STEPS) * DECIMATION;

/** A leak is at least 6 dB weaker than the voice in its own channel: energies. */
const LEAK_BELOW = 0.25;

/**
 * Correlation from which two channels contain the same voice. Within half a second, it stays below
 * 0.25 for different clips of the example recordings (318 windows), and above 0.74 for a clip and its
 * leak with a delay of 20 ms, a narrow band and noise.
 */
const SAME_VOICE_FROM = 0.5;

/** Frames whose probability is below the offset of speech need no check. */
const CHECKED_FROM = 0.35;

/** What a group of frames of one channel is. */
type Verdict = 'own' | 'leak' | 'shared';

/** Tells a voice that leaks into another channel from speech in this channel. */
export class CrossTalk {
  readonly #steps: readonly Float32Array[];
  readonly #past: number;

  /**
   * @param channels 16 kHz, `[past + time]` each, at least two
   * @param past samples before the first frame, at least {@link CROSS_TALK_PAST}
   */
  constructor(channels: readonly Float32Array[], past: number) {
    this.#steps = channels.map((channel) => decimate(channel.subarray(past % DECIMATION)));
    this.#past = Math.floor(past / DECIMATION);
  }

  /**
   * Sets the probability of speech to zero in frames in which a louder channel has the same voice.
   *
   * @param probabilities `[channel][frame]`; they are changed
   * @returns the share of the frames with speech in which the channels have the same voice at a
   *   similar level, 0 to 1, as in a recording by two microphones in one room
   */
  remove(probabilities: readonly Float32Array[]): number {
    const frames = probabilities[0]?.length ?? 0;
    const counts = { own: 0, leak: 0, shared: 0 };
    for (let frame = 0; frame < frames; frame += GROUP_FRAMES) {
      const end = Math.min(frames, frame + GROUP_FRAMES);
      // All verdicts come before a change, so that the order of the channels does not matter.
      const verdicts = probabilities.map((channel, at) =>
        isSpeech(channel, frame, end) ? this.#judge(at, frame) : undefined,
      );
      for (const [at, verdict] of verdicts.entries()) {
        if (verdict) counts[verdict]++;
        if (verdict === 'leak') probabilities[at]?.fill(0, frame, end);
      }
    }
    const all = counts.own + counts.leak + counts.shared;
    return all === 0 ? 0 : counts.shared / all;
  }

  #judge(channel: number, frame: number): Verdict {
    const own = this.#steps[channel];
    if (!own) return 'own';
    const middle = this.#past + (frame + GROUP_FRAMES / 2) * FRAME_STEPS;
    const end = Math.min(own.length, middle + WINDOW_STEPS / 2);
    const start = end - WINDOW_STEPS;
    if (start < MOST_LAG_STEPS) return 'own';
    const [other, level] = loudestOther(this.#steps, channel, start, end);
    if (!other || level === 0) return 'own';
    const ownLevel = energy(own, start, end);
    if (ownLevel > level) {
      // A shared voice may be a little louder here than there.
      if (ownLevel * LEAK_BELOW > level) return 'own';
      return strongestCorrelation(other, own, start, end, MOST_LAG_STEPS) >= SAME_VOICE_FROM
        ? 'shared'
        : 'own';
    }
    if (strongestCorrelation(own, other, start, end, MOST_LAG_STEPS) < SAME_VOICE_FROM)
      return 'own';
    return ownLevel <= level * LEAK_BELOW ? 'leak' : 'shared';
  }
}

function isSpeech(probabilities: Float32Array, start: number, end: number): boolean {
  return probabilities.subarray(start, end).some((value) => value >= CHECKED_FROM);
}

function loudestOther(
  channels: readonly Float32Array[],
  channel: number,
  start: number,
  end: number,
): readonly [other: Float32Array | undefined, level: number] {
  let loudest: Float32Array | undefined;
  let level = 0;
  for (const [at, other] of channels.entries()) {
    const otherLevel = at === channel ? 0 : energy(other, start, end);
    if (otherLevel <= level) continue;
    loudest = other;
    level = otherLevel;
  }
  return [loudest, level];
}

function energy(steps: Float32Array, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at++) sum += (steps[at] ?? 0) ** 2;
  return sum;
}

/** Averages eight samples into one and takes differences, which removes offsets and hum. */
function decimate(samples: Float32Array): Float32Array {
  const steps = new Float32Array(Math.floor(samples.length / DECIMATION));
  let last = 0;
  for (let at = 0; at < steps.length; at++) {
    let sum = 0;
    for (let k = 0; k < DECIMATION; k++) sum += samples[at * DECIMATION + k] ?? 0;
    steps[at] = at === 0 ? 0 : (sum - last) / DECIMATION;
    last = sum;
  }
  return steps;
}
