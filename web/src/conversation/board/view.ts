/** The part of a recording that the lanes show, in seconds. */
export type View = { readonly start: number; readonly end: number };

/** The shortest part that can be shown, in seconds. */
const SHORTEST = 2;

/** The intervals of the time axis in seconds. */
const STEPS = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];

/** The whole recording. */
export function wholeView(duration: number): View {
  return { start: 0, end: Math.max(duration, 0.1) };
}

/**
 * Shows a shorter or longer part around a moment that keeps its place.
 *
 * @param factor above 1 shows a longer part
 */
export function zoomView(view: View, factor: number, around: number, duration: number): View {
  const length = view.end - view.start;
  const wanted = Math.max(Math.min(SHORTEST, duration), Math.min(duration, length * factor));
  const place = length > 0 ? (around - view.start) / length : 0;
  return within(around - place * wanted, wanted, duration);
}

/** Moves the view by so many seconds, at most to an end of the recording. */
export function panView({ start, end }: View, seconds: number, duration: number): View {
  return within(start + seconds, end - start, duration);
}

/** A view of the same length that contains a moment: the same one, or one that begins shortly before it. */
export function viewWith(view: View, time: number, duration: number): View {
  const length = view.end - view.start;
  if (time >= view.start && time <= view.end) return view;
  return within(time - 0.1 * length, length, duration);
}

/** A view in which a stretch fills about a third. */
export function viewAround({ start, end }: View, duration: number): View {
  const length = Math.max(3 * (end - start), 12);
  return within((start + end) / 2 - length / 2, Math.min(length, duration), duration);
}

/**
 * The round times in a view.
 *
 * @param most number of labels that fit
 */
export function viewTicks({ start, end }: View, most: number): number[] {
  const step = STEPS.find((interval) => (end - start) / interval <= most) ?? 28_800;
  const first = Math.ceil(start / step);
  const count = Math.max(0, Math.floor(end / step) - first + 1);
  return Array.from({ length: count }, (_, at) => (first + at) * step);
}

function within(start: number, length: number, duration: number): View {
  const from = Math.max(0, Math.min(start, duration - length));
  return { start: from, end: from + length };
}
