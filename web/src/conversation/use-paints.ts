import { useEffect, useState } from 'react';

/**
 * How often the component has been painted, at most so many times: what is below the screen is drawn
 * in tasks of its own, so that a phone shows the first part at once.
 */
export function usePaints(most: number): number {
  const [paints, setPaints] = useState(0);
  useEffect(() => {
    if (paints >= most) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => {
        setPaints(paints + 1);
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [paints, most]);
  return paints;
}
