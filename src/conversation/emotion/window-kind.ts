import type { LoadedModel } from '../../inference/index.js';
import type { WindowDefaults, WindowSettings, WindowSource } from './emotion-window.js';
import { frameLogits, pooledStates } from './frame-kinds.js';
import { PooledWindows } from './pooled-windows.js';
import { SeparateWindows } from './separate-windows.js';

/** How windows are computed with a model. */
export type WindowKind = {
  readonly defaults: WindowDefaults;
  readonly open: (model: LoadedModel, settings: WindowSettings) => WindowSource;
};

/** The graph returns the states that its embedding is pooled from, and a head judges what is pooled. */
const POOLED: WindowKind = {
  // With frames at hand, a small step costs hardly anything.
  defaults: { windowSeconds: 3, stepSeconds: 0.5 },
  open: (model, settings) => new PooledWindows(model, settings, pooledStates(model)),
};

/** The graph classifies each frame, with all that is before and after it in view. */
const BY_FRAME: WindowKind = {
  defaults: { windowSeconds: 0.5, stepSeconds: 0.5 },
  open: (model, settings) => new PooledWindows(model, settings, frameLogits(model)),
};

/** The graph runs once for each window. */
const SEPARATE: WindowKind = {
  defaults: { windowSeconds: 3 },
  open: (model, settings) => new SeparateWindows(model, settings),
};

/** Chooses how windows are computed by what the graph of a model returns. */
export function windowKind({ hasFrames, hasFrameLogits, info }: LoadedModel): WindowKind {
  if (info.heads?.absolute !== undefined) return hasFrames ? POOLED : SEPARATE;
  return hasFrameLogits ? BY_FRAME : SEPARATE;
}
