import type { Answer } from '../inference/index.js';
import { type AudioFile, type Bundle, type RunOptions } from '../bundles/index.js';
import type { Failure } from './failure.js';

/** What a thread is started with. */
export type ThreadData = { readonly bundle: Bundle; readonly runOpts: RunOptions };

/** What a thread is told: to answer on a recording, or to give up what it does and end. */
export type ThreadRequest =
  | {
      readonly kind: 'answer';
      readonly file: Exclude<AudioFile, URL>;
      readonly voiceActivity: boolean;
    }
  | { readonly kind: 'end' };

/** What a thread says: that its model is open, how far it is with a recording, and the answer or the error. */
export type ThreadReply =
  | { readonly kind: 'opened' }
  | { readonly kind: 'progress'; readonly seconds: number }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | Failure;
