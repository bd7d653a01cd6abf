import { useEffect } from 'react';
import type { View } from '../state/route.ts';
import { type DropTarget, setDropTarget } from './drop-target.ts';

/** Takes what is dropped while a tab is open; `take` and `isWanted` should stay the same. */
export function useDropTarget(
  view: View,
  take: DropTarget['take'],
  isWanted: NonNullable<DropTarget['isWanted']>,
): void {
  useEffect(() => setDropTarget(view, { take, isWanted }), [view, take, isWanted]);
}
