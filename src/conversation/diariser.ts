import type { Span } from './conversation.js';
import type { SpeechPiece } from './speech/speech-track.js';

/** What one of several speakers on one track says. */
export type SpeakerTurns = {
  /** In order and without overlap. */
  readonly speech: readonly Span[];
  /** Of the speaker, if the voice is known. */
  readonly name?: string | undefined;
};

/** Tells apart the speakers of one track by their voices. */
export interface Diariser {
  /** Adds the next speech. */
  push(piece: SpeechPiece, signal?: AbortSignal): Promise<void>;
  /**
   * Assigns the speech to speakers.
   *
   * @param speech all speech of the track, in order and without overlap
   * @param speakers how many there are. Default: estimated.
   * @returns one per speaker, in the order of their first words
   */
  finish(speech: readonly Span[], speakers?: number): Promise<readonly SpeakerTurns[]>;
}

/** Opens a diariser for one track: a port that each platform fills. */
export type OpenDiariser = () => Promise<Diariser>;
