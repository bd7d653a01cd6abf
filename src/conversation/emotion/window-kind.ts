import type { LoadedModel } from '../../inference/index.js';
import type { WindowDefaults, WindowSettings, WindowSource } from './emotion-window.js';
import { frameLogits, pooledStates } from './frame-kinds.js';
import { PooledWindows } from './pooled-windows.js';
import { SeparateWindows } from './separate-windows.js';

/**
 * On calls of voices that no head had seen, windows of 4 s had fewer wrong labels than windows of 3 s, and
 * half as many false moments; those of 5 s missed more episodes. `bench/conversations.js` makes the calls.
 */
const SPEECH_SECONDS = 4;

/** How windows are computed with a model. */
export type WindowKind = {
  readonly defaults: WindowDefaults;
  readonly open: (model: LoadedModel, settings: WindowSettings) => WindowSource;
};

/** The graph returns the states that its embedding is pooled from, and a head judges what is pooled. */
const POOLED: WindowKind = {
  // With frames at hand, a small step costs hardly anything.
  defaults: { windowSeconds: SPEECH_SECONDS, stepSeconds: 0.5 },
  open: (model, settings) => new PooledWindows(model, settings, pooledStates(model)),
};

/** The graph classifies each frame, with all that is before and after it in view. */
const BY_FRAME: WindowKind = {
  defaults: { windowSeconds: 0.5, stepSeconds: 0.5 },
  open: (model, settings) => new PooledWindows(model, settings, frameLogits(model)),
};

/** The graph runs once for each window. */
const SEPARATE: WindowKind = {
  defaults: { windowSeconds: SPEECH_SECONDS },
  open: (model, settings) => new SeparateWindows(model, settings),
};

/** Chooses how windows are computed by what the graph of a model returns. */
export function windowKind({ hasFrames, hasFrameLogits, info }: LoadedModel): WindowKind {
  if (info.heads?.absolute !== undefined) return hasFrames ? POOLED : SEPARATE;
  return hasFrameLogits ? BY_FRAME : SEPARATE;
}
