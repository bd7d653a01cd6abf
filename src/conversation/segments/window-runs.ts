import type { Span } from '../conversation.js';
import type { JudgedWindow } from '../emotion/judge-windows.js';

/** A longer pause of the speaker ends a moment. In seconds. */
const LONGEST_PAUSE_SECONDS = 4;

/** A moment is a place to listen to; no label stands for more than 15 s. */
export const MOST_SECONDS = 15;

/** Neighbouring windows of which all satisfy a condition. */
export function runsOf(
  windows: readonly JudgedWindow[],
  isIn: (window: JudgedWindow) => boolean,
): JudgedWindow[][] {
  const runs: JudgedWindow[][] = [];
  let open: JudgedWindow[] | undefined;
  for (const window of windows) {
    const last = open?.at(-1);
    if (last && window.start - last.end > LONGEST_PAUSE_SECONDS) open = undefined;
    if (!isIn(window)) open = undefined;
    else if (open) open.push(window);
    else runs.push((open = [window]));
  }
  return runs;
}

/** Neighbouring windows with one label. */
export type LabelRun = { readonly label: number; readonly windows: JudgedWindow[] };

/** Joins neighbouring windows with the same label, across pauses. */
export function runsByLabel(
  windows: readonly JudgedWindow[],
  labels: readonly number[],
): LabelRun[] {
  const runs: LabelRun[] = [];
  for (const [at, window] of windows.entries()) {
    const label = labels[at] ?? 0;
    const last = runs.at(-1);
    if (last?.label === label) last.windows.push(window);
    else runs.push({ label, windows: [window] });
  }
  return runs;
}

/** From the start of the first window to the end of the last one, at most 15 s. */
export function spanOf(run: readonly JudgedWindow[]): Span {
  const start = run[0]?.start ?? 0;
  return { start, end: Math.min(run.at(-1)?.end ?? start, start + MOST_SECONDS) };
}

export const speechSeconds = (run: readonly JudgedWindow[]) =>
  run.reduce((sum, { start, end }) => sum + (end - start), 0);

/** Seconds of a run, each weighted by how far the probability of a label is above `hold`. */
export const strengthOf = (run: readonly JudgedWindow[], label: number, hold: number) =>
  run.reduce(
    (sum, { start, end, values }) => sum + (end - start) * Math.max(0, (values[label] ?? 0) - hold),
    0,
  );
