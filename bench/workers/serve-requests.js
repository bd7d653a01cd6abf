/** The loop of every worker of the benchmark: it reads a request and writes a result, one line of JSON each. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Bytes before the samples of the recordings that the benchmark writes. */
const WAV_HEADER_BYTES = 44;

/**
 * Serves requests until stdin ends. For `{"work": "clips", "paths": [...]}` the samples are in memory before
 * the time is measured; for `"file"` the time includes reading the recording.
 *
 * @param answerClips samples `[time]` of each clip to the probabilities of the last
 * @param answerFile the path of a recording to its probabilities
 */
export async function serveRequests({ answerClips, answerFile }) {
  const known = new Map();
  const remember = (path) => {
    const samples = known.get(path) ?? readSamples(path);
    known.set(path, samples);
    return samples;
  };
  say({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) {
    const { work, paths } = JSON.parse(line);
    const clips = work === 'clips' ? paths.map(remember) : [];
    const start = performance.now();
    const found = await (work === 'clips' ? answerClips(clips) : answerFile(paths[0]));
    say({ milliseconds: performance.now() - start, probabilities: [...found] });
  }
}

/** Samples `[time]`, full scale ±1, of a recording with 16 bits, one channel and a plain header. */
export function readSamples(path) {
  const bytes = readFileSync(path).subarray(WAV_HEADER_BYTES);
  const words = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  return Float32Array.from(words, (word) => word / 32768);
}

/** Writes one line of JSON for the benchmark. */
export function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
