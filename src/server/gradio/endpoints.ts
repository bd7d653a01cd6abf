import { AUDIO, type Component, EXPLANATION, LABEL, STATUS } from './components.js';

/** Loads the default model, or classifies a recording. */
export type Action = 'load' | 'predict';

/** A function of a Gradio interface. */
export type Endpoint = {
  /** Index in `dependencies`; `fn_index` in the protocol. */
  readonly id: number;
  readonly name: string;
  readonly action: Action;
  readonly inputs: readonly Component[];
  readonly outputs: readonly Component[];
};

const load = { action: 'load', inputs: [], outputs: [STATUS] } as const;
const predict = { action: 'predict', inputs: [AUDIO], outputs: [EXPLANATION, LABEL] } as const;

/**
 * The functions of the interface. The names with `fake` come from the demonstration that this
 * server replaces, so that scripts for it still work.
 */
export const ENDPOINTS: readonly Endpoint[] = [
  { id: 0, name: 'load_model', ...load },
  { id: 1, name: 'predict', ...predict },
  { id: 2, name: 'fake_load_model', ...load },
  { id: 3, name: 'fake_emotion_recognition', ...predict },
];
