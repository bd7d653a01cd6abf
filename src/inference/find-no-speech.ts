import type { Finding } from '../findings.js';
import type { Session } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import { FRAME_SAMPLES } from './run-detector.js';
import { speechProbabilities } from './speech-probabilities.js';

/**
 * A frame counts as speech from this probability up, and this many speech frames within a second
 * count as a syllable: 0.19 s. docs/reports/voice-activity.md says how often that is wrong. Fewer
 * frames with a higher probability were wrong more often, on speech and on other sounds.
 */
const SPEECH_PROBABILITY = 0.2;
const SYLLABLE_FRAMES = 6;
const SECOND_FRAMES = Math.round(MODEL_SAMPLE_RATE / FRAME_SAMPLES);

/** A shorter recording hardly has room for a syllable: it gets the finding `short` instead. */
const SHORTEST_SAMPLES = MODEL_SAMPLE_RATE / 2;

/**
 * Searches for speech with Silero's voice activity detector. The search stops at the first
 * syllable, so it costs little if somebody speaks.
 *
 * @param samples 16 kHz mono, `[time]`
 * @param detector see {@link speechProbabilities}
 * @returns the finding `no-speech`; `undefined` if there is speech or too little sound to say
 * @throws the signal's reason
 * @see https://github.com/snakers4/silero-vad
 */
export async function findNoSpeech(
  samples: Float32Array,
  detector: Session,
  signal?: AbortSignal,
): Promise<Finding | undefined> {
  if (samples.length < SHORTEST_SAMPLES) return undefined;
  const speechFrames: number[][] = [];
  let frame = 0;
  for await (const probabilities of speechProbabilities(samples, detector)) {
    signal?.throwIfAborted();
    for (const [part, probability] of probabilities.entries()) {
      if (probability < SPEECH_PROBABILITY) continue;
      const frames = (speechFrames[part] ??= []);
      frames.push(frame);
      const first = frames.at(-SYLLABLE_FRAMES);
      if (first !== undefined && frame - first < SECOND_FRAMES) return undefined;
    }
    frame++;
  }
  const seconds = (speechFrames.flat().length * FRAME_SAMPLES) / MODEL_SAMPLE_RATE;
  return { code: 'no-speech', value: seconds };
}
