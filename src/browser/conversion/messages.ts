import type { CheckpointHints, MemoryBundle, PrecisionChoice } from '../../conversion/web.js';
import type { WebRuntimeFiles } from '../../runtime/web.js';
import type { SerializedError } from '../../workers/web.js';

/** The only message to a converter. */
export type ConversionRequest = {
  /** The checkpoint's files by their paths inside its folder. */
  readonly files: Readonly<Record<string, Blob>>;
  readonly hints: CheckpointHints;
  readonly precision: PrecisionChoice;
  /** Whether the bundle is looked up in the browser's cache, and kept there. */
  readonly isKept: boolean;
  /** The files of the runtime, with which a smaller graph is measured. */
  readonly runtime: WebRuntimeFiles;
};

/** What a converter posts: its progress, and then a bundle or an error. */
export type ConversionReply =
  | { readonly kind: 'converting'; readonly done: number; readonly total: number }
  | { readonly kind: 'measuring'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly files: MemoryBundle['files'] }
  | { readonly kind: 'failed'; readonly error: SerializedError };
