import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import type { GraphRunner } from '../graph-runner.js';
import { speechFrames } from '../speech-frames.js';
import type { OpenVoiceDetector } from '../speech-presence.js';
import { FRAME_SAMPLES } from '../run-detector.js';
import { cutIntoWindows, type Pieces } from '../windows.js';
import { cutSpeech } from './cut-speech.js';
import type { VoicePart } from './voice-part.js';

/** What {@link embedSpeech} computes with. */
export type SpeechEmbedder = {
  readonly runner: GraphRunner;
  readonly openVoiceDetector: OpenVoiceDetector;
  /** The shortest part that the graph accepts, in samples at 16 kHz. */
  readonly minimumSamples: number;
};

/** Options of {@link embedSpeech}. */
export type EmbedOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Called after each window with the seconds of the recording that are computed. */
  readonly onProgress?: ((seconds: number) => void) | undefined;
};

/**
 * Computes the embeddings of a speaker's speech, in parts of about 5 s and in memory that does not grow
 * with the length of the recording.
 *
 * @param pieces 16 kHz mono, `[time]` each
 * @returns nothing if there is no speech
 * @throws DeviceError, whatever `pieces` throws, and the signal's reason
 */
export async function embedSpeech(
  pieces: Pieces<unknown>,
  embedder: SpeechEmbedder,
  { signal, onProgress }: EmbedOptions,
): Promise<VoicePart[]> {
  const windows = cutIntoWindows(pieces);
  const parts: VoicePart[] = [];
  let samples = 0;
  try {
    // The next window is decoded while the current one is computed.
    for (let next = windows.next(); ;) {
      const { done, value } = await next;
      if (done) return parts;
      next = windows.next();
      // `next` is awaited in the next iteration; until then its rejection must count as handled.
      next.catch(() => undefined);
      parts.push(...(await embedWindow(value, embedder, signal)));
      samples += value.length;
      onProgress?.(samples / MODEL_SAMPLE_RATE);
    }
  } finally {
    await windows.return?.();
  }
}

async function embedWindow(
  window: Float32Array,
  { runner, openVoiceDetector, minimumSamples }: SpeechEmbedder,
  signal?: AbortSignal,
): Promise<VoicePart[]> {
  const parts: VoicePart[] = [];
  const isSpeech = await speechFrames(window, await openVoiceDetector(), signal);
  for (const { start, end, speech } of cutSpeech(isSpeech)) {
    const samples = window.subarray(start * FRAME_SAMPLES, end * FRAME_SAMPLES);
    if (speech === 0 || samples.length < minimumSamples) continue;
    signal?.throwIfAborted();
    const { embedding } = await runner.run(samples);
    const length = Math.min(speech * FRAME_SAMPLES, samples.length);
    parts.push({ seconds: length / MODEL_SAMPLE_RATE, embedding });
  }
  return parts;
}
