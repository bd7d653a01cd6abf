import type { LoadedModel } from '../inference/index.js';
import type { Span } from './conversation.js';
import type { Diariser, OpenDiariser, SpeakerTurns } from './diariser.js';
import type { WindowSettings, WindowSource } from './emotion/emotion-window.js';
import { PooledWindows } from './emotion/pooled-windows.js';
import { SeparateWindows } from './emotion/separate-windows.js';
import { join } from './spans.js';
import type { SpeechPiece } from './speech/speech-track.js';
import { SoundTrack } from './summary/sound-track.js';

/** Everything that is computed along the speech of one track. */
export class TrackAnalysis {
  /** The channel from 0; undefined if the speakers share the track. */
  readonly channel: number | undefined;
  readonly sound = new SoundTrack();
  readonly windows: WindowSource;
  readonly #spans: Span[] = [];
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
    this.windows = openWindows(model, settings);
    this.#openDiariser = openDiariser;
  }

  /** When somebody speaks so far, in order; speech that was cut because of its length is whole. */
  get speech(): Span[] {
    return join(this.#spans);
  }

  /** Adds the next speech. */
  async push(piece: SpeechPiece, signal?: AbortSignal): Promise<void> {
    this.#spans.push({ start: piece.start, end: piece.end });
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
  async findSpeakers(speakers?: number): Promise<readonly SpeakerTurns[]> {
    const { speech } = this;
    if (!this.#diariser || speakers === 1) return [{ speech }];
    return await this.#diariser.finish(speech, speakers);
  }
}

/** Whether windows can be pooled: the graph returns frames, and a head judges what is pooled. */
export const canPool = ({ hasFrames, info }: LoadedModel): boolean =>
  hasFrames && info.heads?.absolute !== undefined;

const openWindows = (model: LoadedModel, settings: WindowSettings): WindowSource =>
  canPool(model) ? new PooledWindows(model, settings) : new SeparateWindows(model, settings);
