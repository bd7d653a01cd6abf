import { useCallback, useState } from 'react';
import { panView, type View, viewAround, viewWith, wholeView, zoomView } from './view.ts';

/** Zooming by one step shows half or twice as much. */
const STEP = 2;

/** The part that the lanes show, and the ways to change it. */
export function useView(duration: number) {
  const [view, setView] = useState(() => wholeView(duration));
  return {
    view,
    setView,
    zoom: useCallback(
      (factor: number, around?: number) => {
        setView((old) => zoomView(old, factor, around ?? (old.start + old.end) / 2, duration));
      },
      [duration],
    ),
    zoomIn: useCallback(
      (around: number) => {
        setView((old) => zoomView(old, 1 / STEP, inside(old, around), duration));
      },
      [duration],
    ),
    zoomOut: useCallback(
      (around: number) => {
        setView((old) => zoomView(old, STEP, inside(old, around), duration));
      },
      [duration],
    ),
    showAll: useCallback(() => {
      setView(wholeView(duration));
    }, [duration]),
    pan: useCallback(
      (seconds: number) => {
        setView((old) => panView(old, seconds, duration));
      },
      [duration],
    ),
    /** Moves the view so that it contains a time. */
    follow: useCallback(
      (time: number) => {
        setView((old) => viewWith(old, time, duration));
      },
      [duration],
    ),
    /** Shows a stretch, unless the view contains it and is not much longer. */
    reveal: useCallback(
      (span: { readonly start: number; readonly end: number }) => {
        setView((old) => {
          const isInside = span.start >= old.start && span.end <= old.end;
          const isLarge = old.end - old.start < 20 * Math.max(1, span.end - span.start);
          return isInside && isLarge ? old : viewAround(span, duration);
        });
      },
      [duration],
    ),
  };
}

/** A playhead outside the view does not move it: its middle is kept. */
function inside({ start, end }: View, time: number): number {
  return time >= start && time <= end ? time : (start + end) / 2;
}
