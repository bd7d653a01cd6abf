import type { LoadedModel } from '../inference/index.js';
import type { Span } from './conversation.js';
import type { Diariser, OpenDiariser, SpeakerTurns } from './diariser.js';
import type { WindowSettings, WindowSource } from './emotion/emotion-window.js';
import { windowKind } from './emotion/window-kind.js';
import type { ConversationOptions } from './options.js';
import type { SpeechPiece } from './speech/speech-track.js';
import { SoundTrack } from './summary/sound-track.js';

/** Everything that is computed along the speech of one track. */
export class TrackAnalysis {
  /** The channel from 0; undefined if the speakers share the track. */
  readonly channel: number | undefined;
  readonly sound = new SoundTrack();
  readonly windows: WindowSource;
  readonly #speech: { start: number; end: number }[] = [];
  readonly #openDiariser: OpenDiariser | undefined;
  #diariser: Diariser | undefined;
  #isShared = true;

  constructor(
    channel: number | undefined,
    model: LoadedModel,
    settings: WindowSettings,
    openDiariser?: OpenDiariser,
  ) {
    this.channel = channel;
    this.windows = windowKind(model).open(model, settings);
    this.#openDiariser = openDiariser;
  }

  /** When somebody speaks so far, in order; speech that was cut because of its length is whole. */
  get speech(): readonly Span[] {
    return this.#speech;
  }

  /** Adds the next speech. */
  async push(piece: SpeechPiece, signal?: AbortSignal): Promise<void> {
    const last = this.#speech.at(-1);
    if (last && piece.start <= last.end) last.end = piece.end;
    else this.#speech.push({ start: piece.start, end: piece.end });
    this.sound.push(piece);
    await this.windows.push(piece, signal);
    if (!this.#isShared) return;
    this.#diariser ??= await this.#openDiariser?.();
    await this.#diariser?.push(piece, signal);
  }

  /** Another track has speech, too, so this one belongs to a single speaker. */
  hasOneSpeaker(): void {
    this.#isShared = false;
    this.#diariser = undefined;
  }

  /** The speakers of the track: one, if nothing tells several apart. */
  async findSpeakers({
    speakers,
    signal,
  }: Pick<ConversationOptions, 'speakers' | 'signal'>): Promise<readonly SpeakerTurns[]> {
    if (!this.#diariser || speakers === 1) return [{ speech: this.speech }];
    return await this.#diariser.finish({
      ...(speakers !== undefined && { speakers }),
      ...(signal && { signal }),
    });
  }
}
