import type { View } from '../state/route.ts';
import type { NewRecording } from '../state/session-store.ts';

type Take = (recordings: readonly NewRecording[]) => void;

const targets = new Map<View, Take>();

/** Names the function that takes what is dropped while a tab is open; the returned function removes it. */
export function setDropTarget(view: View, take: Take): () => void {
  targets.set(view, take);
  return () => {
    if (targets.get(view) === take) targets.delete(view);
  };
}

/** The function that takes what is dropped while a tab is open, if the tab has one. */
export function dropTarget(view: View): Take | undefined {
  return targets.get(view);
}
