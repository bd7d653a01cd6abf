import { voice } from './make-wav.js';

/** Samples in pieces of uneven lengths, as they arrive from a microphone. */
export async function* microphone(samples: Float32Array): AsyncGenerator<Float32Array[]> {
  for (let start = 0, step = 1; start < samples.length; start += step, step = (step * 7) % 9001)
    yield await Promise.resolve([samples.slice(start, start + step)]);
}

/** The samples of {@link voice}. */
export function samplesOf(seconds: number, sampleRate: number): Float32Array {
  return Float32Array.from({ length: seconds * sampleRate }, (_, at) => voice(at / sampleRate));
}
