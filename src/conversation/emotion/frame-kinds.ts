import { CheckpointError } from '../../errors.js';
import type { LoadedModel, WindowRun } from '../../inference/index.js';
import type { EmotionWindow } from './emotion-window.js';
import type { FloatBlocks } from './float-blocks.js';
import type { FrameStatistics } from './frame-statistics.js';

/** The frames of a window. */
export type Frames = {
  /** `[count, columns]` */
  readonly data: Float32Array;
  readonly count: number;
  readonly columns: number;
  /** Numbers of a frame that are pooled; if there is one more column, it is the weight of the frame. */
  readonly size: number;
};

/** What the graph computes for each frame, and what the pooled frames are. */
export type FrameKind = {
  /** The longest sound that the graph computes at once, in seconds. */
  readonly mostSeconds: number;
  /** @throws CheckpointError `checkpoint-mismatch` if the graph returned other frames */
  readonly read: (run: WindowRun) => Frames;
  /** @param blocks where the memory of the outputs comes from */
  readonly outputsOf: (
    pooled: FrameStatistics,
    blocks: FloatBlocks,
  ) => Pick<EmotionWindow, 'embedding' | 'logits'>;
};

const EMPTY = new Float32Array(0);

/**
 * Heads are trained on short clips, and Whisper's positions and what else is in view move a state: in
 * sound of 24 s, a window of 4 s has another label than alone in two of three cases, in sound of 5 s in
 * none. `bench/pooled-windows.js` measures it.
 */
const SHORT_SECONDS = 5;

/** The states that the embedding is pooled from, for models with a head for embeddings. */
export function pooledStates({ info }: LoadedModel): FrameKind {
  let embeddingSize = 0;
  return {
    mostSeconds: SHORT_SECONDS,
    read: ({ frames, embedding }) => {
      embeddingSize = embedding.length;
      const [, count = 0, columns = 0] = frames?.shape ?? [];
      // With deviations, an embedding is longer than a frame.
      const size = embeddingSize > columns ? embeddingSize / 2 : embeddingSize;
      if (!frames || (columns !== size && columns !== size + 1))
        throw mismatch(
          info.name,
          columns,
          `its embedding needs ${size}, or ${size + 1} with a weight`,
        );
      return { data: frames.data, count, columns, size };
    },
    outputsOf: (pooled, blocks) => ({
      embedding: pooled.toEmbedding(embeddingSize, blocks),
      logits: EMPTY,
    }),
  };
}

/** The logits of each frame. The softmax of their mean is the normalised geometric mean of probabilities. */
export function frameLogits({ info }: LoadedModel): FrameKind {
  const size = info.labels.length;
  return {
    mostSeconds: Infinity,
    read: ({ frameLogits: frames }) => {
      const [, count = 0, columns = 0] = frames?.shape ?? [];
      if (!frames || columns !== size) throw mismatch(info.name, columns, `it has ${size} labels`);
      return { data: frames.data, count, columns, size };
    },
    outputsOf: (pooled, blocks) => ({
      embedding: EMPTY,
      logits: pooled.toEmbedding(size, blocks),
    }),
  };
}

function mismatch(name: string, columns: number, expected: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-mismatch',
    `The graph of ${name} returned frames of ${columns} numbers, but ${expected}. Convert the model again.`,
  );
}
