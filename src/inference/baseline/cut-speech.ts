import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import { FRAME_SAMPLES } from '../run-detector.js';

/** A stretch of frames, from `start` to before `end`, with the number of those that are speech. */
export type SpeechCut = { readonly start: number; readonly end: number; readonly speech: number };

const frames = (seconds: number) => Math.round((seconds * MODEL_SAMPLE_RATE) / FRAME_SAMPLES);

/** A part has about this much speech, the length of the clips that models are trained on. */
const SPEECH_FRAMES = frames(5);
/** A part ends at the next pause, and at this length at the latest. */
const MAX_FRAMES = frames(10);
/** A rest with less speech joins the part before it. */
const MIN_SPEECH_FRAMES = frames(2.5);
/** Silence that stays at both ends of a part: the detector misses soft beginnings and ends. */
const MARGIN_FRAMES = frames(0.2);

/**
 * Cuts speech into parts of about 5 s at its pauses, and leaves out the silence between them. Up to 7.5 s
 * are one part: the whole, silence included, so that a short recording is taken as it is.
 *
 * @param isSpeech one per frame of 32 ms
 */
export function cutSpeech(isSpeech: readonly boolean[]): SpeechCut[] {
  if (isSpeech.length <= SPEECH_FRAMES + MIN_SPEECH_FRAMES)
    return [{ start: 0, end: isSpeech.length, speech: isSpeech.filter(Boolean).length }];
  return joinRest(cutAtPauses(isSpeech)).map((cut) => withMargins(cut, isSpeech.length));
}

function cutAtPauses(isSpeech: readonly boolean[]): SpeechCut[] {
  const cuts: SpeechCut[] = [];
  let open: { start: number; end: number; speech: number } | undefined;
  for (const [at, speaks] of isSpeech.entries()) {
    if (speaks) {
      open ??= { start: at, end: at, speech: 0 };
      open.speech++;
      open.end = at + 1;
    }
    if (!open) continue;
    const isFull = open.speech >= SPEECH_FRAMES && !speaks;
    if (isFull || at + 1 - open.start >= MAX_FRAMES) {
      cuts.push(open);
      open = undefined;
    }
  }
  return open ? [...cuts, open] : cuts;
}

/** Joins a short rest to the part before it if the two are not longer than a part may be. */
function joinRest(cuts: readonly SpeechCut[]): readonly SpeechCut[] {
  const [before, rest] = cuts.slice(-2);
  if (!before || !rest || rest.speech >= MIN_SPEECH_FRAMES) return cuts;
  if (rest.end - before.start > MAX_FRAMES) return cuts;
  const joined = { start: before.start, end: rest.end, speech: before.speech + rest.speech };
  return [...cuts.slice(0, -2), joined];
}

function withMargins({ start, end, speech }: SpeechCut, length: number): SpeechCut {
  return {
    start: Math.max(0, start - MARGIN_FRAMES),
    end: Math.min(length, end + MARGIN_FRAMES),
    speech,
  };
}
