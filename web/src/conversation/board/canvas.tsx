import { useEffect, useRef, useState } from 'react';
import type { Size } from './draw-lane.ts';

type CanvasProps = {
  /** In CSS pixels; the width is that of the parent. */
  readonly height: number;
  /** Draws in CSS pixels; a new function draws again. */
  readonly draw: (context: CanvasRenderingContext2D, size: Size) => void;
  /** A description for screen readers; without it, they skip the drawing. */
  readonly label?: string;
};

/** A drawing that is as wide as its parent and sharp on every screen. */
export function Canvas({ height, draw, label }: CanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      setWidth(Math.floor(entry?.contentRect.width ?? 0));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    const element = canvas.current;
    if (!element || width === 0) return;
    // Drawn before the browser's next frame, once, however often the view changed since the last one.
    const handle = requestAnimationFrame(() => {
      const scale = Math.min(3, window.devicePixelRatio);
      const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
      if (element.width !== wide || element.height !== high) {
        element.width = wide;
        element.height = high;
      }
      const context = element.getContext('2d');
      if (!context) return;
      context.setTransform(scale, 0, 0, scale, 0, 0);
      draw(context, { width, height });
    });
    return () => {
      cancelAnimationFrame(handle);
    };
  }, [draw, width, height]);

  const described = label === undefined ? { 'aria-hidden': true } : { role: 'img' };
  return (
    <canvas
      ref={canvas}
      {...described}
      aria-label={label}
      style={{ display: 'block', width: '100%', height }}
    />
  );
}
