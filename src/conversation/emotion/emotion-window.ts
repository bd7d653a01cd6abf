import type { SpeechPiece } from '../speech/speech-track.js';
import type { Span } from '../conversation.js';

/** The outputs of the model for a window along somebody's speech. */
export type EmotionWindow = Span & {
  // `start` and `end` are the part of the speech for which the window speaks: one step. The window
  // itself is longer and reaches beyond it on both sides.
  /** `[embeddingSize]`; empty if the logits are pooled from frames. */
  readonly embedding: Float32Array;
  /** Of the graph's last layer, `[classes]`; empty if the embeddings are pooled from frames. */
  readonly logits: Float32Array;
};

/** Length and distance of windows. */
export type WindowSettings = {
  /** From 0.5 s. Default: 4 s, one or two sentences; 0.5 s for models that classify each frame. */
  readonly windowSeconds: number;
  /** The distance between the middles of windows, from 0.5 s. */
  readonly stepSeconds: number;
};

/** The settings that fit a kind of model. */
export type WindowDefaults = {
  readonly windowSeconds: number;
  /** Default: half a window. */
  readonly stepSeconds?: number;
};

/** Computes windows along the speech of one track of a recording. */
export interface WindowSource {
  /**
   * Adds the next speech.
   *
   * @throws DeviceError, and the signal's reason
   */
  push(piece: SpeechPiece, signal?: AbortSignal): Promise<void>;
  /**
   * Returns the windows of one speaker so far, in order.
   *
   * @param speech when this speaker speaks, in order
   * @param from windows that end before this time are left out, in seconds
   */
  windows(speech: readonly Span[], from?: number): EmotionWindow[];
}
