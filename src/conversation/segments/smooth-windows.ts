import type { JudgedWindow } from '../emotion/judge-windows.js';
import { areNear } from './are-near.js';

/**
 * Averages each window with its near neighbours, with the weights 1, 2, 1: single windows err, and
 * what somebody feels does not change within a second.
 *
 * @param windows of one speaker, in order
 */
export function smoothWindows(windows: readonly JudgedWindow[]): JudgedWindow[] {
  return windows.map((window, at) => {
    const before = neighbour(window, windows[at - 1]);
    const after = neighbour(window, windows[at + 1]);
    const total = 2 + (before ? 1 : 0) + (after ? 1 : 0);
    const values = new Float32Array(window.values.length);
    for (let k = 0; k < values.length; k++) {
      const sum = 2 * (window.values[k] ?? 0) + (before?.values[k] ?? 0) + (after?.values[k] ?? 0);
      values[k] = sum / total;
    }
    return { ...window, values };
  });
}

const neighbour = (window: JudgedWindow, other: JudgedWindow | undefined) =>
  other && areNear(other, window) ? other : undefined;
