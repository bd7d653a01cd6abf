import { AUDIO, type Component, EXPLANATION, LABEL, STATUS } from './components.js';

/** What an endpoint does. */
export type Action = 'load' | 'predict';

/** A function of a Gradio interface. */
export type Endpoint = {
  /** Its place in `dependencies`, `fn_index` on the wire. */
  readonly id: number;
  readonly name: string;
  readonly action: Action;
  readonly inputs: readonly Component[];
  readonly outputs: readonly Component[];
};

const load = { action: 'load', inputs: [], outputs: [STATUS] } as const;
const predict = { action: 'predict', inputs: [AUDIO], outputs: [EXPLANATION, LABEL] } as const;

/**
 * The functions, and the names that they had in the demonstration which this product replaces, so
 * that scripts written against it go on working.
 */
export const ENDPOINTS: readonly Endpoint[] = [
  { id: 0, name: 'load_model', ...load },
  { id: 1, name: 'predict', ...predict },
  { id: 2, name: 'fake_load_model', ...load },
  { id: 3, name: 'fake_emotion_recognition', ...predict },
];
