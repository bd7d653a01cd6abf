import { SampleQueue } from '../audio/index.js';
import type { Tensor } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import type { GraphRunner } from './graph-runner.js';
import { type Pieces, WINDOW_SAMPLES } from './windows.js';

/** What the frames of a window see at least of what is before and after the window. */
const CONTEXT_SAMPLES = 2 * MODEL_SAMPLE_RATE;

/** Some frames of a recording, in order. */
export type FrameRun = {
  /** `[frames, classes]` */
  readonly logits: Float32Array;
  /** How many frames these are. */
  readonly frames: number;
  /** Seconds of the recording that are computed. */
  readonly seconds: number;
};

/** Options of {@link runFrames}. */
export type RunFramesOptions = {
  /** Samples from one frame to the next. */
  readonly hopSamples: number;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Runs a graph that classifies each frame over a recording of any length. Windows of at most 30 s begin
 * on the grid of the frames and overlap by twice {@link CONTEXT_SAMPLES}; of the overlap, each window
 * gives the half that is further from its border.
 *
 * @param pieces 16 kHz mono, `[time]` each
 * @throws as `GraphRunner.run`, whatever `pieces` throws, and the signal's reason
 */
export async function* runFrames(
  pieces: Pieces<unknown>,
  runner: GraphRunner,
  { hopSamples, signal }: RunFramesOptions,
): AsyncGenerator<FrameRun, void, undefined> {
  const context = Math.ceil(CONTEXT_SAMPLES / hopSamples) * hopSamples;
  const advance = Math.floor((WINDOW_SAMPLES - 2 * context) / hopSamples) * hopSamples;
  let start = 0;
  for await (const { samples, isLast } of overlappingWindows(pieces, advance, 2 * context)) {
    signal?.throwIfAborted();
    const { frameLogits } = await runner.run(samples, { frames: true });
    if (!frameLogits) throw new RangeError('The graph has no output named frame_logits.');
    const first = start === 0 ? 0 : context / hopSamples;
    const last = isLast ? undefined : (advance + context) / hopSamples;
    const seconds = (start + samples.length) / MODEL_SAMPLE_RATE;
    yield { ...rowsOf(frameLogits, first, last), seconds };
    start += advance;
  }
}

/** Cuts a recording into windows of `advance + overlap` samples; the last one is longer than the overlap. */
async function* overlappingWindows(pieces: Pieces<unknown>, advance: number, overlap: number) {
  const queue = new SampleQueue();
  try {
    for (;;) {
      const next = await pieces.next();
      if (next.done) break;
      queue.push(next.value);
      while (queue.length > advance + overlap) {
        yield { samples: queue.samples.slice(0, advance + overlap), isLast: false };
        queue.drop(advance);
      }
    }
    yield { samples: queue.take(queue.length), isLast: true };
  } finally {
    await pieces.return?.();
  }
}

/** The logits of the frames from `first` up to `last`, which is not among them. */
function rowsOf({ data, shape }: Tensor, first: number, last?: number) {
  const [, count = 0, classes = 0] = shape;
  const end = Math.min(count, last ?? count);
  return {
    logits: data.slice(first * classes, end * classes),
    frames: Math.max(0, end - first),
  };
}
