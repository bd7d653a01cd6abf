import type { ChannelStream, RecordingDetails } from '../../audio/index.js';
import type { Session } from '../../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import { CROSS_TALK_PAST, CrossTalk } from './cross-talk.js';
import { type Chunk, cutIntoChunks, HISTORY_SAMPLES } from './cut-into-chunks.js';
import { haveEqualSamples } from './equal-channels.js';
import { SEGMENTER_DEFAULTS } from './speech-segmenter.js';
import { type SpeechPiece, SpeechTrack } from './speech-track.js';

/** Which channels of a recording are analysed, each by itself: one speaker a channel. */
export type ChannelChoice = 'split' | 'mix' | 'left' | 'right';

/** Recordings with more channels are mixed: each takes 6 MB of memory. */
const MOST_CHANNELS = 8;

/** From this share of speech on that both channels have at a similar level, they share a room. */
const SHARED_ROOM_FROM = 0.5;

/** The speech of a track that ended within a chunk. */
export type FoundSpeech = {
  /** The channel from 0; undefined if the speakers share the track. */
  readonly channel: number | undefined;
  readonly pieces: readonly SpeechPiece[];
};

/** The speech of all tracks that ended within a chunk. */
export type SpeechStep = {
  readonly found: readonly FoundSpeech[];
  /** Seconds of the recording so far. */
  readonly seconds: number;
};

/** Finds the speech of each channel of a recording, in memory that does not grow. */
export class SpeechFinder {
  readonly #detector: Session;
  readonly #choice: ChannelChoice;
  #tracks: readonly SpeechTrack[] | undefined;
  #isDecided = false;

  /** @param detector see `runDetector` */
  constructor(detector: Session, choice: ChannelChoice = 'split') {
    this.#detector = detector;
    this.#choice = choice;
  }

  /**
   * Yields the speech of each chunk of 65.5 s.
   *
   * @returns the details of the recording
   * @throws as `streamChannels`, and the signal's reason
   */
  async *find(
    stream: ChannelStream,
    signal?: AbortSignal,
  ): AsyncGenerator<SpeechStep, RecordingDetails, undefined> {
    const chunks = cutIntoChunks(stream, (index) => this.#isWanted(index));
    let last: Chunk | undefined;
    try {
      for (;;) {
        const next = await chunks.next();
        if (next.done) {
          if (last) yield stepOf(last, this.#finish(last));
          return next.value;
        }
        last = next.value;
        yield stepOf(last, await this.#push(last, signal));
      }
    } finally {
      await stream.return(undefined as never);
    }
  }

  #isWanted(index: number): boolean {
    return this.#tracks?.some((track) => track.index === index) ?? true;
  }

  async #push(chunk: Chunk, signal?: AbortSignal): Promise<FoundSpeech[]> {
    this.#tracks ??= this.#chosen(chunk.tracks.length).map(
      (index) => new SpeechTrack(index, this.#detector),
    );
    const probabilities: Float32Array[] = [];
    for (const track of this.#tracks) probabilities.push(await track.detect(chunk, signal));
    if (this.#tracks.length === 1) return this.#segment(chunk, probabilities);
    return await this.#compare(chunk, probabilities, signal);
  }

  /** Removes cross-talk; mixes channels that turn out to contain the same. */
  async #compare(
    chunk: Chunk,
    probabilities: Float32Array[],
    signal?: AbortSignal,
  ): Promise<FoundSpeech[]> {
    const separate = this.#tracks?.map(({ index }) => chunk.tracks[index] ?? EMPTY) ?? [];
    const pasts = separate.map((samples) => samples.subarray(HISTORY_SAMPLES - CROSS_TALK_PAST));
    const shared = new CrossTalk(pasts, CROSS_TALK_PAST).remove(probabilities);
    if (!this.#isDecided && probabilities.some(hasSpeech)) {
      this.#isDecided = true;
      if (shared >= SHARED_ROOM_FROM || haveEqualSamples(separate)) {
        const mixed = new SpeechTrack(0, this.#detector);
        mixed.skip(chunk.start);
        this.#tracks = [mixed];
        return this.#segment(chunk, [await mixed.detect(chunk, signal)]);
      }
    }
    return this.#segment(chunk, probabilities);
  }

  #segment(chunk: Chunk, probabilities: readonly Float32Array[]): FoundSpeech[] {
    return (this.#tracks ?? []).map((track, at) => ({
      channel: channelOf(track),
      pieces: track.push(chunk, probabilities[at] ?? EMPTY),
    }));
  }

  #finish(chunk: Chunk): FoundSpeech[] {
    return (this.#tracks ?? []).map((track) => ({
      channel: channelOf(track),
      pieces: track.finish(chunk),
    }));
  }

  /** The indices of the tracks to analyse, of one (mono) or of the mean and each channel. */
  #chosen(tracks: number): number[] {
    const channels = tracks - 1;
    if (channels < 2 || this.#choice === 'mix') return [0];
    if (this.#choice === 'left') return [1];
    if (this.#choice === 'right') return [2];
    if (channels > MOST_CHANNELS) return [0];
    return Array.from({ length: channels }, (_, at) => at + 1);
  }
}

const EMPTY = new Float32Array(0);

const channelOf = ({ index }: SpeechTrack) => (index === 0 ? undefined : index - 1);

const hasSpeech = (probabilities: Float32Array) =>
  probabilities.some((value) => value >= SEGMENTER_DEFAULTS.onset);

const stepOf = ({ start, length }: Chunk, found: readonly FoundSpeech[]): SpeechStep => ({
  found,
  seconds: (start + length) / MODEL_SAMPLE_RATE,
});
