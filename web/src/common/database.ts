import type { Conversation } from '@engine/conversation/conversation.js';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Baseline, Recognition } from '../api/types.ts';
import type { Corrections } from '../conversation/corrections.ts';
import type { Peaks } from '../conversation/peaks.ts';
import type { RunFacts } from '../state/run-facts.ts';
import { retryable } from './retryable.ts';

/** A result that this browser keeps; never its audio. */
export type Remembered = {
  readonly id?: number;
  /** Milliseconds since 1970. */
  readonly when: number;
  readonly result: Recognition;
  /** Absent for results of older versions. */
  readonly facts?: RunFacts;
};

/** A voice that this browser keeps: what a model computed from a person's ordinary speech, no audio. */
export type Voice = {
  readonly id?: number;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly when: number;
  /** Id of the model that computed it; the embeddings of other models differ. */
  readonly modelId: string;
  readonly baseline: Baseline;
};

/** A conversation that this browser keeps with the listener's corrections; never its audio. */
export type KeptConversation = {
  readonly id?: number;
  /** Milliseconds since 1970. */
  readonly when: number;
  readonly file: string;
  readonly conversation: Conversation;
  readonly peaks: Peaks | undefined;
  readonly corrections: Corrections;
};

interface Schema extends DBSchema {
  results: { key: number; value: Remembered };
  voices: { key: number; value: Voice };
  conversations: { key: number; value: KeptConversation };
}

/** Opens the browser's database once; rejects if the browser stores nothing. */
export const openDatabase = retryable((forget): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>('wav2emo', 2, {
    upgrade(database, oldVersion) {
      const key = { keyPath: 'id', autoIncrement: true };
      if (oldVersion < 1) database.createObjectStore('results', key);
      if (oldVersion >= 2) return;
      database.createObjectStore('voices', key);
      database.createObjectStore('conversations', key);
    },
    // A newer page in another tab waits until this connection is closed.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      forget();
    },
    terminated: forget,
  }),
);
