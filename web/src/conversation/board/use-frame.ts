import { useEffect, useRef } from 'react';

/** Calls a function before every drawing of the browser while the component is shown. */
export function useFrame(onFrame: () => void): void {
  const latest = useRef(onFrame);
  useEffect(() => {
    latest.current = onFrame;
  }, [onFrame]);
  useEffect(() => {
    let handle = requestAnimationFrame(function next() {
      latest.current();
      handle = requestAnimationFrame(next);
    });
    return () => {
      cancelAnimationFrame(handle);
    };
  }, []);
}
