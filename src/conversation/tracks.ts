import type { LoadedModel } from '../inference/index.js';
import type { WindowSettings } from './emotion/emotion-window.js';
import type { ConversationOptions } from './options.js';
import type { SpeakerOnTrack } from './speaker-analysis.js';
import type { FoundSpeech } from './speech/find-speech.js';
import { TrackAnalysis } from './track-analysis.js';

/** The tracks of a recording that have speech. */
export class Tracks {
  readonly #model: LoadedModel;
  readonly #settings: WindowSettings;
  readonly #options: ConversationOptions;
  /** By channel; `undefined` is the mean of all channels. */
  readonly #tracks = new Map<number | undefined, TrackAnalysis>();
  readonly #judgedUntil = new Map<TrackAnalysis, number>();

  constructor(model: LoadedModel, settings: WindowSettings, options: ConversationOptions) {
    this.#model = model;
    this.#settings = settings;
    this.#options = options;
  }

  /** Adds the speech of all tracks that ended within a step. */
  async push(found: readonly FoundSpeech[], signal?: AbortSignal): Promise<void> {
    for (const { channel, pieces } of found) {
      if (pieces.length === 0) continue;
      const track = this.#trackOf(channel);
      for (const piece of pieces) await track.push(piece, signal);
    }
    if (this.#tracks.size > 1) for (const track of this.#tracks.values()) track.hasOneSpeaker();
  }

  /** The speakers as far as they are known before the end, and until when they were judged. */
  get provisional(): readonly { id: string; track: TrackAnalysis; from: number }[] {
    const channels = Math.max(2, ...[...this.#tracks.keys()].map((channel) => (channel ?? 0) + 1));
    return [...this.#tracks.values()].map((track) => ({
      id: idOf(track.channel, channels, 0),
      track,
      from: this.#judgedUntil.get(track) ?? 0,
    }));
  }

  /** Notes that all speech so far was judged. */
  markJudged(): void {
    for (const track of this.#tracks.values())
      this.#judgedUntil.set(track, track.speech.at(-1)?.end ?? 0);
  }

  /**
   * Returns all speakers in the order of channels, or of their first words on one channel.
   *
   * @param channels of the recording
   */
  async findSpeakers(channels: number, speakers?: number): Promise<SpeakerOnTrack[]> {
    const found: SpeakerOnTrack[] = [];
    const tracks = [...this.#tracks.values()].sort((a, b) => (a.channel ?? 0) - (b.channel ?? 0));
    for (const track of tracks) {
      const turns = await track.findSpeakers(speakers);
      const isAlone = turns.length === 1 && track.channel !== undefined;
      for (const [at, { speech, name }] of turns.entries()) {
        const id = idOf(isAlone ? track.channel : undefined, channels, at);
        if (speech.length > 0) found.push({ id, name, track, speech, isAlone });
      }
    }
    return found;
  }

  #trackOf(channel: number | undefined): TrackAnalysis {
    const known = this.#tracks.get(channel);
    if (known) return known;
    const { channels = 'split', openDiariser } = this.#options;
    // Somebody who asks for one channel asks for one speaker.
    const isShared = channels === 'split' || channels === 'mix' || channel === undefined;
    const diariser = isShared ? openDiariser : undefined;
    const track = new TrackAnalysis(channel, this.#model, this.#settings, diariser);
    this.#tracks.set(channel, track);
    return track;
  }
}

const SIDES = ['left', 'right'];

/** `left` and `right` for two channels, `channel-3` for more, `speaker-1` on a shared channel. */
function idOf(channel: number | undefined, channels: number, at: number): string {
  if (channel === undefined) return `speaker-${at + 1}`;
  return (channels === 2 ? SIDES[channel] : undefined) ?? `channel-${channel + 1}`;
}
