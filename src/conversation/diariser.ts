import type { Span } from './conversation.js';
import type { SpeechPiece } from './speech/speech-track.js';

/** What one of several speakers on one track says. */
export type SpeakerTurns = {
  /** In order and without overlap. */
  readonly speech: readonly Span[];
  /** Of the speaker, if the voice is known. */
  readonly name?: string | undefined;
};

/** Tells apart the speakers of one track by their voices; `SpeakerCollector` is one. */
export interface Diariser {
  /** Adds the next speech. */
  push(piece: SpeechPiece, signal?: AbortSignal): Promise<void>;
  /**
   * Assigns all speech to speakers.
   *
   * @param options how many speakers there are; default: estimated
   * @returns one per speaker, in the order of their first words
   */
  finish(options: {
    readonly speakers?: number;
    readonly signal?: AbortSignal;
  }): Promise<readonly SpeakerTurns[]>;
}

/** Opens a diariser for one track: a port that each platform fills. */
export type OpenDiariser = () => Promise<Diariser>;
