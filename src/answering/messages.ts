import type { Answer, AudioFile, Bundle, RunOptions } from '../../classifier/index.js';

/** What a thread is started with. */
export type ThreadData = { readonly bundle: Bundle; readonly runOpts: RunOptions };

/** What a thread is told: to answer on a recording, or to give up what it does and end. */
export type ThreadRequest =
  | { readonly kind: 'answer'; readonly file: AudioFile; readonly voiceActivity: boolean }
  | { readonly kind: 'end' };

/** What a thread says: that its model is open, how far it is with a recording, and the answer or the error. */
export type ThreadReply =
  | { readonly kind: 'opened' }
  | { readonly kind: 'progress'; readonly seconds: number }
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** An error loses its class between threads; `code` is that of ours. */
  | { readonly kind: 'failure'; readonly error: unknown; readonly code?: string };
