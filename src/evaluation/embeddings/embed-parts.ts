import { SampleQueue, streamRecording } from '../../audio/index.js';
import { cutIntoWindows, type LoadedModel } from '../../inference/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import type { EmbeddingRow } from './embedding-row.js';

/** An embedding with its times. */
export type EmbeddedPart = Pick<EmbeddingRow, 'start' | 'end' | 'embedding'>;

/** How a recording is cut, in seconds; a step that is shorter than the window makes windows overlap. */
export type WindowLengths = { readonly windowSeconds: number; readonly stepSeconds: number };

/**
 * Computes an embedding for each window of a recording. The last window may be shorter; a rest that is too
 * short for the model is left out.
 *
 * @throws AudioError, DeviceError, the signal's reason
 */
export async function* embedWindows(
  model: LoadedModel,
  file: Blob,
  { windowSeconds, stepSeconds }: WindowLengths,
  signal?: AbortSignal,
): AsyncGenerator<EmbeddedPart> {
  const [length, step] = [windowSeconds, stepSeconds].map((seconds) =>
    Math.max(1, Math.round(seconds * MODEL_SAMPLE_RATE)),
  ) as [number, number];
  for await (const { from, samples } of slide(file, { length, step, signal })) {
    const isWhole = from === 0;
    if (!isWhole && samples.length < model.info.input.minimumSamples) continue;
    const { embedding } = await model.runWindow(samples);
    yield { ...timesOf(from, samples.length), embedding };
  }
}

type Slide = {
  readonly length: number;
  readonly step: number;
  readonly signal?: AbortSignal | undefined;
};

async function* slide(file: Blob, { length, step, signal }: Slide) {
  const queue = new SampleQueue();
  let from = 0;
  let covered = 0;
  for await (const piece of streamRecording(file, signal ? { signal } : {})) {
    queue.push(piece);
    for (; queue.length >= Math.max(length, step); from += step) {
      signal?.throwIfAborted();
      yield { from, samples: queue.samples.slice(0, length) };
      covered = from + length;
      queue.drop(step);
    }
  }
  const rest = Math.min(length, queue.length);
  if (from + rest > covered) yield { from, samples: queue.samples.slice(0, rest) };
}

/**
 * Returns the activations of each frame of a recording: what the embedding is pooled from. A recording of
 * more than 30 s is computed in windows of 15 to 30 s.
 *
 * @param hopSamples samples from one frame to the next
 * @param size numbers of a frame; a weight may follow them
 * @throws RangeError if the graph has no frames; AudioError, DeviceError, the signal's reason
 */
export async function* embedFrames(
  model: LoadedModel,
  file: Blob,
  { hopSamples, size }: { readonly hopSamples: number; readonly size: number },
  signal?: AbortSignal,
): AsyncGenerator<EmbeddedPart> {
  const windows = cutIntoWindows(streamRecording(file, signal ? { signal } : {}));
  let from = 0;
  for (let next = await windows.next(); !next.done; next = await windows.next()) {
    signal?.throwIfAborted();
    const { frames } = await model.runWindow(next.value);
    if (!frames) throw new RangeError(`The graph of ${model.info.name} has no frames.`);
    const columns = frames.shape.at(-1) ?? size;
    for (let at = 0; at * columns < frames.data.length; at++) {
      const embedding = frames.data.slice(at * columns, at * columns + size);
      yield { ...timesOf(from + at * hopSamples, hopSamples), embedding };
    }
    from += next.value.length;
  }
}

const timesOf = (from: number, length: number) => ({
  start: from / MODEL_SAMPLE_RATE,
  end: (from + length) / MODEL_SAMPLE_RATE,
});
