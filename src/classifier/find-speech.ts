import type { Finding } from '../findings.js';
import type { Session, Tensor } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import { openVoiceDetector } from './open-voice-detector.js';

/** Samples that the detector judges at once, and those before them that it hears again. */
const FRAME_SAMPLES = 512;
const CONTEXT_SAMPLES = 64;

/** Shape of what the detector remembers from one frame to the next. */
const STATE_SHAPE = [2, 1, 128];

/** A frame from this probability on sounds like speech. */
const SPEECH_FROM = 0.3;

/** Frames that sound like speech, within a second, that make a syllable: 0.13 s of it. */
const SYLLABLE_FRAMES = 4;
const SECOND_FRAMES = Math.round(MODEL_SAMPLE_RATE / FRAME_SAMPLES);

/** The level that quiet recordings are raised to, as RMS of the loudest 25 ms; full scale is 1. */
const LOUDEST_RMS = 0.1;
const LEVEL_SAMPLES = 400;

/** A shorter recording has hardly room for a syllable: it is called short, not without speech. */
const SHORTEST_SAMPLES = MODEL_SAMPLE_RATE / 4;

/** Frames between two looks at the signal, which also let others have their turn. */
const FRAMES_PER_LOOK = 32;

/**
 * Looks for speech with Silero's voice activity detector. It stops at the first syllable, so that
 * it costs little where somebody speaks.
 *
 * @param samples 16 kHz mono, `[time]`
 * @returns `no-speech`, or nothing where there is speech or too little sound to say
 * @see https://github.com/snakers4/silero-vad
 */
export async function findSpeech(
  samples: Float32Array,
  signal?: AbortSignal,
): Promise<Finding | undefined> {
  if (samples.length < SHORTEST_SAMPLES) return undefined;
  const heard: number[] = [];
  let frame = 0;
  for await (const probability of judgeFrames(await openVoiceDetector(), samples)) {
    if (frame % FRAMES_PER_LOOK === 0) signal?.throwIfAborted();
    if (probability >= SPEECH_FROM) heard.push(frame);
    const first = heard.at(-SYLLABLE_FRAMES);
    if (first !== undefined && frame - first < SECOND_FRAMES) return undefined;
    frame++;
  }
  return { code: 'no-speech', value: (heard.length * FRAME_SAMPLES) / MODEL_SAMPLE_RATE };
}

/** The probability of speech in one frame after the other; the last one is filled with silence. */
async function* judgeFrames(session: Session, samples: Float32Array): AsyncGenerator<number> {
  const gain = raise(samples);
  const data = new Float32Array(CONTEXT_SAMPLES + FRAME_SAMPLES);
  const input = { data, shape: [1, data.length] };
  const sr = { data: BigInt64Array.of(BigInt(MODEL_SAMPLE_RATE)), shape: [] };
  const size = STATE_SHAPE.reduce((product, each) => product * each, 1);
  let state: Tensor = { data: new Float32Array(size), shape: STATE_SHAPE };
  for (let start = 0; start < samples.length; start += FRAME_SAMPLES) {
    data.copyWithin(0, FRAME_SAMPLES);
    data.fill(0, CONTEXT_SAMPLES);
    const frame = samples.subarray(start, start + FRAME_SAMPLES);
    for (const [at, sample] of frame.entries()) data[CONTEXT_SAMPLES + at] = gain * sample;
    const { output, stateN } = await session.run({ input, state, sr });
    if (!output || !stateN) throw new TypeError('The voice activity detector gave no answer.');
    state = stateN;
    yield output.data[0] ?? 0;
  }
}

/**
 * The factor that makes a quiet recording audible to the detector, which does not hear what lies
 * 40 dB lower; a loud one stays as it is.
 */
function raise(samples: Float32Array): number {
  let loudest = 0;
  for (let start = 0; start < samples.length; start += LEVEL_SAMPLES) {
    let energy = 0;
    for (const sample of samples.subarray(start, start + LEVEL_SAMPLES)) energy += sample ** 2;
    loudest = Math.max(loudest, Math.sqrt(energy / LEVEL_SAMPLES));
  }
  return loudest === 0 ? 1 : Math.max(1, LOUDEST_RMS / loudest);
}
