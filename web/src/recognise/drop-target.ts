import type { View } from '../state/route.ts';
import type { NewRecording } from '../state/session-store.ts';

type Take = (recordings: readonly NewRecording[]) => void;

/** What takes what is dropped while a tab is open. */
export type DropTarget = {
  readonly take: Take;
  /** Whether a file of a folder is taken, by its name. Default: audio. */
  readonly isWanted?: (name: string) => boolean;
};

const targets = new Map<View, DropTarget>();

/** Names what takes what is dropped while a tab is open; the returned function removes it. */
export function setDropTarget(view: View, target: DropTarget): () => void {
  targets.set(view, target);
  return () => {
    if (targets.get(view) === target) targets.delete(view);
  };
}

/** What takes what is dropped while a tab is open, if the tab has such a function. */
export function dropTarget(view: View): DropTarget | undefined {
  return targets.get(view);
}
