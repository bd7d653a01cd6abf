import type { Answer } from '../inference/index.js';
import type { AudioFile } from '../bundles/index.js';
import type { Answering } from './answering.js';
import { mapAhead } from './map-ahead.js';

/** What came of an item: an answer, or else an error. */
export type Outcome<T> = { readonly item: T; readonly answer?: Answer; readonly error?: unknown };

/** How {@link answerEach} gets at recordings and answers on them. */
export type EachOptions<T> = {
  /** Gives the recording of an item, when its turn comes. */
  readonly open: (item: T) => AudioFile | Promise<AudioFile>;
  /** Told after each window how many seconds of an item are computed. */
  readonly onProgress?: (item: T, seconds: number) => void;
  readonly voiceActivity?: boolean;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Answers on the recordings of items, in their order. One that cannot be answered on keeps no other
 * from its answer.
 *
 * @throws the signal's reason
 */
export function answerEach<T>(
  answering: Answering,
  items: Iterable<T>,
  { open, onProgress, voiceActivity = true, signal }: EachOptions<T>,
): AsyncGenerator<Outcome<T>, void> {
  return mapAhead(items, { ahead: answering.ahead, signal }, async (item, left) => {
    try {
      left.throwIfAborted();
      const file = await open(item);
      const answer = await answering.answerFile(file, {
        voiceActivity,
        signal: left,
        onProgress: (seconds) => onProgress?.(item, seconds),
      });
      return { item, answer };
    } catch (error) {
      if (left.aborted) throw error;
      return { item, error };
    }
  });
}
