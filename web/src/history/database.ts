import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Recognition } from '../api/types.ts';

/** A result that this browser remembers; never its audio. */
export type Remembered = {
  readonly id?: number;
  /** Milliseconds since 1970. */
  readonly when: number;
  readonly result: Recognition;
};

interface Schema extends DBSchema {
  results: { key: number; value: Remembered };
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

/** The browser's database of results; rejects where the browser keeps nothing. */
export function openHistory(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('wav2emo', 1, {
    upgrade(database) {
      database.createObjectStore('results', { keyPath: 'id', autoIncrement: true });
    },
  });
  return opened;
}
