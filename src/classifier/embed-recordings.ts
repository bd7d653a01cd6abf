import {
  embedRecording,
  type EmbedOptions,
  type LoadedModel,
  type SampleStream,
  type VoicePart,
} from '../inference/index.js';
import { type AudioFile, openRecording } from '../node/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';

/**
 * Computes the embeddings of the speech in recordings, one recording after the other.
 *
 * @param recordings files of any format, or samples at 16 kHz mono `[time]`
 * @throws TypeError if `recordings` is a single recording; AudioError, FileError, DeviceError, and the
 *   signal's reason
 */
export async function* embedRecordings(
  model: LoadedModel,
  recordings: Iterable<AudioFile | Float32Array>,
  options: EmbedOptions,
): AsyncGenerator<VoicePart[], void> {
  // A string and samples are iterable, too.
  if (typeof recordings === 'string' || recordings instanceof Float32Array)
    throw new TypeError('Found one recording, expected a list of recordings.');
  for (const recording of recordings) {
    const input =
      recording instanceof Float32Array ? streamOf(recording) : await openRecording(recording);
    yield await embedRecording(model, input, options);
  }
}

function streamOf(samples: Float32Array): SampleStream {
  async function* pieces(): AsyncGenerator<Float32Array[]> {
    yield await Promise.resolve([samples]);
  }
  return { sampleRate: MODEL_SAMPLE_RATE, pieces: pieces() };
}
