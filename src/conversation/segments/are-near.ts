import type { JudgedWindow } from '../emotion/judge-windows.js';

/** Much may happen in a longer pause, so that what comes after it is judged for itself. In seconds. */
const LONGEST_PAUSE_SECONDS = 1.5;

/** Whether two windows of one speaker overlap, or have only a short pause between them. */
export function areNear(a: JudgedWindow, b: JudgedWindow): boolean {
  return Math.max(a.start, b.start) - Math.min(a.end, b.end) <= LONGEST_PAUSE_SECONDS;
}
