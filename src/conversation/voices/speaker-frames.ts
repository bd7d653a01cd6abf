import type { Span } from '../conversation.js';
import type { Voices } from './cluster-voices.js';
import { dot } from './vectors.js';
import type { VoiceWindow } from './voice-window.js';

/** Frames in which speakers are decided, in seconds. */
const FRAME = 0.1;

/**
 * What a change of speaker within a piece of speech costs, in the sum of the differences of cosines over
 * frames: about a second of clear difference.
 */
const CHANGE_COST = 0.1;

/** A shorter stretch between two others goes to them, in seconds. */
const LEAST_SECONDS = 0.5;

/** A stretch of speech of one voice, by its number. */
export type VoiceSpan = Span & { readonly voice: number };

/**
 * Decides which voice speaks when in one piece of speech: frame by frame, from the windows around each
 * frame, with as few changes as the cosines allow (Viterbi's algorithm).
 *
 * @param windows of this piece, at least one
 */
export function findChanges(
  { start, end }: Span,
  windows: readonly VoiceWindow[],
  voices: Voices,
): VoiceSpan[] {
  const frames = Math.max(1, Math.round((end - start) / FRAME));
  const scores = frameScores(start, frames, windows, voices);
  const path = withoutShortRuns(bestPath(scores, CHANGE_COST), Math.round(LEAST_SECONDS / FRAME));
  const at = (frame: number) => (frame === frames ? end : start + frame * FRAME);
  return runsOf(path).map((run) => ({
    start: at(run.from),
    end: at(run.to),
    voice: run.value,
  }));
}

/** The mean cosine of each frame's windows to each voice, the middle of a window weighs most: `[frames][voices]`. */
function frameScores(
  start: number,
  frames: number,
  windows: readonly VoiceWindow[],
  voices: Voices,
): number[][] {
  const sums = Array.from({ length: frames }, () => voices.map(() => 0));
  const weights = new Float64Array(frames);
  for (const window of windows) {
    const cosines = voices.map((voice) => dot(voice, window.embedding));
    const first = Math.max(0, Math.round((window.start - start) / FRAME));
    const last = Math.min(frames, Math.max(first + 1, Math.round((window.end - start) / FRAME)));
    for (let frame = first; frame < last; frame++) {
      const place = (2 * (frame + 0.5 - first)) / (last - first) - 1;
      const weight = 1 - 0.9 * Math.abs(place);
      weights[frame] = (weights[frame] ?? 0) + weight;
      const row = sums[frame] ?? [];
      for (const [voice, cosine] of cosines.entries())
        row[voice] = (row[voice] ?? 0) + weight * cosine;
    }
  }
  return sums.map((row, frame) => row.map((sum) => sum / Math.max(weights[frame] ?? 0, 1e-9)));
}

/** The path through `[frames][choices]` with the largest sum of scores, less the costs of its changes. */
export function bestPath(scores: readonly (readonly number[])[], cost: number): number[] {
  let totals = [...(scores[0] ?? [])];
  const origins: number[][] = [];
  for (const row of scores.slice(1)) {
    const best = totals.indexOf(Math.max(...totals));
    const changed = (totals[best] ?? 0) - cost;
    origins.push(totals.map((total, choice) => (total >= changed ? choice : best)));
    totals = row.map((score, choice) => score + Math.max(totals[choice] ?? 0, changed));
  }
  const path = [totals.indexOf(Math.max(...totals))];
  for (const origin of origins.reverse()) path.push(origin[path.at(-1) ?? 0] ?? 0);
  return path.reverse();
}

type Run = { readonly from: number; readonly to: number; readonly value: number };

function runsOf(path: readonly number[]): Run[] {
  const starts = path.flatMap((value, at) => (at === 0 || path[at - 1] !== value ? [at] : []));
  return starts.map((from, i) => ({
    from,
    to: starts[i + 1] ?? path.length,
    value: path[from] ?? 0,
  }));
}

/** Gives runs of less than `least` frames to the longer neighbour, the shortest run first. */
export function withoutShortRuns(path: readonly number[], least: number): number[] {
  const current = [...path];
  for (;;) {
    const runs = runsOf(current);
    const lengths = runs.map(({ from, to }) => to - from);
    const shortest = Math.min(...lengths);
    if (runs.length < 2 || shortest >= least) return current;
    const at = lengths.indexOf(shortest);
    const [before, run, after] = [runs[at - 1], runs[at], runs[at + 1]];
    const isBefore = (lengths[at - 1] ?? 0) >= (lengths[at + 1] ?? 0);
    current.fill((isBefore ? before : after)?.value ?? 0, run?.from, run?.to);
  }
}
