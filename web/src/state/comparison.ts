import { create } from 'zustand';

/**
 * What recordings are compared with: nothing, a voice that this browser keeps, or each other: all of
 * them are of one speaker, or those of each folder are.
 */
export type Comparison =
  | { readonly kind: 'none' | 'list' | 'folders' }
  | { readonly kind: 'voice'; readonly voiceId: number };

const STORAGE_KEY = 'wav2emo-comparison';

/** A comparison as text: a value of the select, and part of the facts of a run. */
export function comparisonKey(comparison: Comparison): string {
  return comparison.kind === 'voice' ? `voice-${comparison.voiceId}` : comparison.kind;
}

/** Reads what {@link comparisonKey} wrote; anything else is no comparison. */
export function parseComparison(key: string | null): Comparison {
  if (key === 'list' || key === 'folders') return { kind: key };
  const [, id] = /^voice-(\d+)$/.exec(key ?? '') ?? [];
  return id === undefined ? { kind: 'none' } : { kind: 'voice', voiceId: Number(id) };
}

/** The comparison that the user chose; a voice is remembered until the next visit. */
export const useComparison = create<Comparison>(() => parseComparison(readStored()));

/** Chooses what recordings are compared with from now on. */
export function chooseComparison(comparison: Comparison): void {
  useComparison.setState(comparison, true);
  try {
    // A grouping belongs to the files of this visit.
    const kept = comparison.kind === 'voice' ? comparisonKey(comparison) : 'none';
    localStorage.setItem(STORAGE_KEY, kept);
  } catch {
    // A browser that stores nothing asks again at the next visit.
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
