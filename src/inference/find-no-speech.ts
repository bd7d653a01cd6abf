import type { Finding } from '../findings.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import { FRAME_SAMPLES, listenForVoice } from './speech-probabilities.js';

/**
 * A frame from this probability on sounds like speech, and so many of them within a second are a
 * syllable: 0.19 s. `docs/reports/voice-activity.md` has how often that is wrong; fewer frames with a
 * higher probability were wrong more often on both sides.
 */
const SPEECH_FROM = 0.2;
const SYLLABLE_FRAMES = 6;
const SECOND_FRAMES = Math.round(MODEL_SAMPLE_RATE / FRAME_SAMPLES);

/** A shorter recording has hardly room for a syllable: it is called short, not without speech. */
const SHORTEST_SAMPLES = MODEL_SAMPLE_RATE / 2;

/**
 * Looks for speech with Silero's voice activity detector. It stops at the first syllable, so that
 * it costs little where somebody speaks.
 *
 * @param samples 16 kHz mono, `[time]`
 * @returns `no-speech`, or nothing where there is speech or too little sound to say
 * @throws the signal's reason
 * @see https://github.com/snakers4/silero-vad
 */
export async function findSpeech(
  samples: Float32Array,
  signal?: AbortSignal,
): Promise<Finding | undefined> {
  if (samples.length < SHORTEST_SAMPLES) return undefined;
  const heard: number[][] = [];
  let frame = 0;
  for await (const probabilities of listenForVoice(samples)) {
    signal?.throwIfAborted();
    for (const [part, probability] of probabilities.entries()) {
      if (probability < SPEECH_FROM) continue;
      const frames = (heard[part] ??= []);
      frames.push(frame);
      const first = frames.at(-SYLLABLE_FRAMES);
      if (first !== undefined && frame - first < SECOND_FRAMES) return undefined;
    }
    frame++;
  }
  return { code: 'no-speech', value: (heard.flat().length * FRAME_SAMPLES) / MODEL_SAMPLE_RATE };
}
