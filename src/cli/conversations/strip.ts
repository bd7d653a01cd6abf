import type { Conversation, EmotionSegment } from '../../conversation/index.js';

/** Emotions that are the rule in a conversation; another one is worth showing before they are. */
const USUAL = ['neutral', 'calm'];

/** From this share of the speech in a cell on, an unusual emotion is shown instead of a usual one. */
const LEAST_SHARE = 0.25;

/**
 * Divides a recording into cells of equal length.
 *
 * @returns the id of the emotion to show in each cell, `[cells]`; `undefined` without speech
 */
export function stripOf(
  conversation: Conversation,
  speaker: string,
  cells: number,
): (string | undefined)[] {
  const { durationSeconds, labels } = conversation;
  const usual = new Set(labels.filter(({ en }) => USUAL.includes(en)).map(({ id }) => id));
  const seconds = Array.from({ length: cells }, () => new Map<string, number>());
  for (const segment of conversation.segments)
    if (segment.speaker === speaker) addSegment(segment, seconds, durationSeconds / cells);
  return seconds.map((cell) => chooseLabel(cell, usual));
}

function addSegment(
  { start, end, label }: EmotionSegment,
  seconds: Map<string, number>[],
  cellSeconds: number,
): void {
  const last = Math.min(seconds.length, Math.ceil(end / cellSeconds));
  for (let at = Math.max(0, Math.floor(start / cellSeconds)); at < last; at++) {
    const overlap = Math.min(end, (at + 1) * cellSeconds) - Math.max(start, at * cellSeconds);
    const cell = seconds[at];
    if (overlap > 0) cell?.set(label, (cell.get(label) ?? 0) + overlap);
  }
}

function chooseLabel(cell: ReadonlyMap<string, number>, usual: ReadonlySet<string>) {
  const all = [...cell].sort(([, a], [, b]) => b - a);
  const total = all.reduce((sum, [, value]) => sum + value, 0);
  const unusual = all.find(([id, value]) => !usual.has(id) && value >= LEAST_SHARE * total);
  return (unusual ?? all[0])?.[0];
}
