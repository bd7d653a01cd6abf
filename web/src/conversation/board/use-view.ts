import { useMemo, useState } from 'react';
import { panView, type View, viewAround, viewWith, wholeView, zoomView } from './view.ts';

/** Zooming by one step shows half or twice as much. */
const STEP = 2;

/** The ways to change the part that the lanes show. */
export type ViewActions = {
  readonly setView: (view: View) => void;
  /** Shows a part that is so many times as long around a time, by default around the middle. */
  readonly zoom: (factor: number, around?: number) => void;
  readonly zoomIn: (around: number) => void;
  readonly zoomOut: (around: number) => void;
  readonly showAll: () => void;
  readonly pan: (seconds: number) => void;
  /** Moves the view so that it contains a time. */
  readonly follow: (time: number) => void;
  /** Shows a stretch, unless the view contains it and is not much longer. */
  readonly reveal: (span: View) => void;
};

/** The part that the lanes show, and the ways to change it, which stay the same functions. */
export function useView(duration: number): {
  readonly view: View;
  readonly viewActions: ViewActions;
} {
  const [view, setView] = useState(() => wholeView(duration));
  const viewActions = useMemo(() => actionsOn(setView, duration), [duration]);
  return { view, viewActions };
}

function actionsOn(
  set: (change: View | ((old: View) => View)) => void,
  duration: number,
): ViewActions {
  const zoom = (factor: number, around: (old: View) => number) => {
    set((old) => zoomView(old, factor, around(old), duration));
  };
  return {
    setView: set,
    zoom: (factor, around) => {
      zoom(factor, (old) => around ?? middle(old));
    },
    zoomIn: (around) => {
      zoom(1 / STEP, (old) => inside(old, around));
    },
    zoomOut: (around) => {
      zoom(STEP, (old) => inside(old, around));
    },
    showAll: () => {
      set(wholeView(duration));
    },
    pan: (seconds) => {
      set((old) => panView(old, seconds, duration));
    },
    follow: (time) => {
      set((old) => viewWith(old, time, duration));
    },
    reveal: (span) => {
      set((old) => revealIn(old, span, duration));
    },
  };
}

function revealIn(old: View, span: View, duration: number): View {
  const isInside = span.start >= old.start && span.end <= old.end;
  const isLarge = old.end - old.start < 20 * Math.max(1, span.end - span.start);
  return isInside && isLarge ? old : viewAround(span, duration);
}

const middle = ({ start, end }: View) => (start + end) / 2;

/** A playhead outside the view does not move it: its middle is kept. */
function inside({ start, end }: View, time: number): number {
  return time >= start && time <= end ? time : middle({ start, end });
}
