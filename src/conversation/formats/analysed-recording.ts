import type { Bilingual } from '../../findings.js';
import type { Conversation } from '../conversation.js';

/** A recording and what was found in it. */
export type AnalysedRecording = {
  /** Name or path of the recording, as its owner writes it. */
  readonly file: string;
  readonly conversation: Conversation;
};

/** What a writer puts into a file. */
export type WriteOptions = {
  /** All segments, or only the moments that are worth listening to. */
  readonly content: 'segments' | 'moments';
  /** The language of the labels in formats that people read. */
  readonly language: keyof Bilingual;
};
