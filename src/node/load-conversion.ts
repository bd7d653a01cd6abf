import type * as Conversion from '../conversion/index.js';

/**
 * Loads the readers of checkpoints and the writer of graphs. A bundle runs without them, and they are most
 * of the code that the program would load at its start, so that they are loaded when they are first needed.
 */
export const loadConversion = (): Promise<typeof Conversion> => import('../conversion/index.js');

/** Converts a checkpoint into a bundle; see {@link Conversion.convertCheckpoint}. */
export const convertCheckpoint: typeof Conversion.convertCheckpoint = async (...args) =>
  (await loadConversion()).convertCheckpoint(...args);

/** Describes a model, including one that is not supported; see {@link Conversion.inspectModel}. */
export const inspectModel: typeof Conversion.inspectModel = async (...args) =>
  (await loadConversion()).inspectModel(...args);
