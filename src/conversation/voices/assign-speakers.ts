import type { Session } from '../../runtime/index.js';
import type { Span, Speaker } from '../conversation.js';
import { clusterVoices, type Voices } from './cluster-voices.js';
import { findChanges, type VoiceSpan } from './speaker-frames.js';
import { sumOf, unit } from './vectors.js';
import { nameVoices, type VoicePrint } from './voice-print.js';
import {
  type EncoderOptions,
  type SpokenPiece,
  type VoiceWindow,
  VoiceWindows,
} from './voice-window.js';

/** More speakers in one channel cannot be told apart. */
const MOST_SPEAKERS = 20;

/** Stretches of one speaker that are this close are one, in seconds; they come from a cut of long speech. */
const TOUCHING = 0.01;

export type CollectorOptions = EncoderOptions & {
  /** Voices that are known by name. Default: none. */
  readonly prints?: readonly VoicePrint[];
};

export type CountOptions = {
  /** How many people speak, 1 to 20. Default: estimated, at most 8. */
  readonly speakers?: number;
  readonly signal?: AbortSignal;
};

export type AssignOptions = CollectorOptions & CountOptions;

/**
 * Tells speakers who share a channel apart by their voices. One speaker is assigned to each moment of
 * speech: where two speak at once, it is the one that is heard better.
 *
 * @param pieces all speech of the channel, in order and without overlap; the samples are not kept
 * @param encoder the speaker encoder: input `waveform` `[batch, time]`, output `embedding` `[batch, size]`
 * @returns the speakers in the order of their first words, with the ids `speaker-1`, `speaker-2` …
 * @throws RangeError for an impossible number of speakers; the signal's reason
 */
export async function assignSpeakers(
  pieces: Iterable<SpokenPiece> | AsyncIterable<SpokenPiece>,
  encoder: Session,
  options: AssignOptions = {},
): Promise<readonly Speaker[]> {
  const collector = new SpeakerCollector(encoder, options);
  for await (const piece of pieces) await collector.push(piece, options.signal);
  return collector.finish(options);
}

/** {@link assignSpeakers} for speech that arrives piece by piece. */
export class SpeakerCollector {
  readonly #windows: VoiceWindows;
  readonly #prints: readonly VoicePrint[];
  readonly #spans: Span[] = [];

  /** @param encoder as for {@link assignSpeakers} */
  constructor(encoder: Session, options: CollectorOptions = {}) {
    this.#windows = new VoiceWindows(encoder, options);
    this.#prints = options.prints ?? [];
  }

  /** Adds the next piece of speech; pieces without samples are ignored. */
  async push(piece: SpokenPiece, signal?: AbortSignal): Promise<void> {
    if (piece.samples.length === 0) return;
    this.#spans.push({ start: piece.start, end: piece.end });
    await this.#windows.push(piece, signal);
  }

  /** Assigns all speech to speakers, as {@link assignSpeakers} does. */
  async finish({ speakers, signal }: CountOptions = {}): Promise<readonly Speaker[]> {
    checkCount(speakers);
    const windows = await this.#windows.finish(signal);
    const { isNarrow } = this.#windows;
    const voices = clusterVoices(windows, { count: speakers, isNarrow });
    return toSpeakers(this.#speech(windows, voices), nameVoices(voices, this.#prints));
  }

  #speech(windows: readonly VoiceWindow[], voices: Voices): VoiceSpan[] {
    const byPiece = this.#spans.map((): VoiceWindow[] => []);
    for (const window of windows) byPiece[window.piece]?.push(window);
    return this.#spans.flatMap((span, piece) => findChanges(span, byPiece[piece] ?? [], voices));
  }
}

/**
 * The voice print of somebody: the mean voice of recordings in which nobody else speaks.
 *
 * @param pieces speech, 16 kHz mono; 10 s and more are reliable
 * @throws RangeError if there is no speech
 */
export async function makeVoicePrint(
  name: string,
  pieces: Iterable<SpokenPiece> | AsyncIterable<SpokenPiece>,
  encoder: Session,
  options: EncoderOptions = {},
): Promise<VoicePrint> {
  const windows = new VoiceWindows(encoder, options);
  for await (const piece of pieces) await windows.push(piece);
  const embeddings = (await windows.finish()).map(({ embedding }) => embedding);
  const [first] = embeddings;
  if (!first)
    throw new RangeError(`Found no speech of ${name}, expected some. Check the recording.`);
  return { name, embedding: [...unit(sumOf(embeddings, first.length))] };
}

function checkCount(speakers: number | undefined): void {
  if (speakers === undefined) return;
  if (Number.isInteger(speakers) && speakers >= 1 && speakers <= MOST_SPEAKERS) return;
  throw new RangeError(
    `Found ${speakers} speakers, expected a whole number from 1 to ${MOST_SPEAKERS}.`,
  );
}

function toSpeakers(
  spans: readonly VoiceSpan[],
  names: readonly (string | undefined)[],
): Speaker[] {
  const speech = new Map<number, { start: number; end: number }[]>();
  for (const { voice, start, end } of spans) {
    const own = speech.get(voice) ?? [];
    const last = own.at(-1);
    if (last && start - last.end < TOUCHING) last.end = end;
    else own.push({ start, end });
    speech.set(voice, own);
  }
  return [...speech].map(([voice, own], at) => {
    const name = names[voice];
    return {
      id: `speaker-${at + 1}`,
      ...(name !== undefined && { name }),
      speech: own,
      baselineSeconds: 0,
    };
  });
}
