import { type PointerEvent, useEffect, useRef } from 'react';
import type { View } from './view.ts';

/** A pointer that moved less than this has clicked, in pixels. */
const CLICK_PIXELS = 6;

type Gestures = {
  readonly view: View;
  /** A click at a time, with the element that was clicked. */
  readonly onPress: (time: number, target: Element) => void;
  readonly onPan: (seconds: number) => void;
  readonly onZoom: (factor: number, around: number) => void;
};

/** Turns pointers and wheels over the lanes into clicks, moves of the view, and zooming with two fingers. */
export function useGestures<Element_ extends HTMLElement>(gestures: Gestures) {
  const element = useRef<Element_>(null);
  const latest = useRef(gestures);
  const pointers = useRef(new Map<number, { x: number; startX: number }>());
  useEffect(() => {
    latest.current = gestures;
  }, [gestures]);

  useEffect(() => {
    const box = element.current;
    // React's own wheel listener is passive, so that it cannot keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      const { view, onPan, onZoom } = latest.current;
      const scale = (view.end - view.start) / (box?.clientWidth ?? 1);
      const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (!event.ctrlKey && !isSideways) return;
      event.preventDefault();
      if (event.ctrlKey) onZoom(Math.exp(event.deltaY / 200), timeAt(box, view, event.clientX));
      else onPan(event.deltaX * scale);
    };
    box?.addEventListener('wheel', onWheel, { passive: false });
    return () => box?.removeEventListener('wheel', onWheel);
  }, []);

  const onPointerDown = (event: PointerEvent<Element_>) => {
    if (event.button !== 0) return;
    pointers.current.set(event.pointerId, { x: event.clientX, startX: event.clientX });
  };
  const onPointerMove = (event: PointerEvent<Element_>) => {
    const moved = pointers.current.get(event.pointerId);
    if (!moved) return;
    const { view, onPan, onZoom } = latest.current;
    const scale = (view.end - view.start) / event.currentTarget.clientWidth;
    const others = [...pointers.current].filter(([id]) => id !== event.pointerId);
    const [other] = others.map(([, each]) => each);
    if (other) {
      const before = Math.max(20, Math.abs(moved.x - other.x));
      const now = Math.max(20, Math.abs(event.clientX - other.x));
      onZoom(before / now, timeAt(event.currentTarget, view, (event.clientX + other.x) / 2));
    } else if (Math.abs(event.clientX - moved.startX) >= CLICK_PIXELS) {
      event.currentTarget.setPointerCapture(event.pointerId);
      onPan((moved.x - event.clientX) * scale);
    }
    pointers.current.set(event.pointerId, { ...moved, x: event.clientX });
  };
  const onPointerUp = (event: PointerEvent<Element_>) => {
    const moved = pointers.current.get(event.pointerId);
    pointers.current.delete(event.pointerId);
    if (!moved || pointers.current.size > 0) return;
    if (Math.abs(event.clientX - moved.startX) >= CLICK_PIXELS) return;
    const { view, onPress } = latest.current;
    onPress(timeAt(event.currentTarget, view, event.clientX), event.target as Element);
  };
  const onPointerCancel = ({ pointerId }: PointerEvent<Element_>) => {
    pointers.current.delete(pointerId);
  };
  return { element, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel } };
}

function timeAt(box: HTMLElement | null, { start, end }: View, x: number): number {
  const { left = 0, width = 1 } = box?.getBoundingClientRect() ?? {};
  return start + ((x - left) / Math.max(1, width)) * (end - start);
}
