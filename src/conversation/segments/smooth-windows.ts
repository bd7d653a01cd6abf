import type { JudgedWindow } from '../emotion/judge-windows.js';

/** Windows on both sides of a longer pause are not averaged: much may happen in it. In seconds. */
const LONGEST_PAUSE_SECONDS = 1.5;

/**
 * Averages each window with its neighbours, with the weights 1, 2, 1: single windows err, and what
 * somebody feels does not change within a second.
 *
 * @param windows of one speaker, in order
 */
export function smoothWindows(windows: readonly JudgedWindow[]): JudgedWindow[] {
  return windows.map((window, at) => {
    const neighbours = [windows[at - 1], windows[at + 1]].filter(
      (other) => other !== undefined && pauseBetween(other, window) <= LONGEST_PAUSE_SECONDS,
    );
    const total = 2 + neighbours.length;
    const values = window.values.map(
      (value, k) =>
        neighbours.reduce((sum, other) => sum + (other?.values[k] ?? 0), 2 * value) / total,
    );
    return { ...window, values };
  });
}

const pauseBetween = (a: JudgedWindow, b: JudgedWindow) =>
  Math.max(a.start, b.start) - Math.min(a.end, b.end);
