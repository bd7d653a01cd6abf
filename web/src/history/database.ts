import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Recognition } from '../api/types.ts';
import { retryable } from '../common/retryable.ts';
import type { RunFacts } from '../state/run-facts.ts';

/** A result that this browser keeps; never its audio. */
export type Remembered = {
  readonly id?: number;
  /** Milliseconds since 1970. */
  readonly when: number;
  readonly result: Recognition;
  /** Absent for results of older versions. */
  readonly facts?: RunFacts;
};

interface Schema extends DBSchema {
  results: { key: number; value: Remembered };
}

/** Opens the browser's database of results once; rejects if the browser stores nothing. */
export const openHistory = retryable((forget): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>('wav2emo', 1, {
    upgrade(database) {
      database.createObjectStore('results', { keyPath: 'id', autoIncrement: true });
    },
    terminated: forget,
  }),
);
