import { useEffect, useState } from 'react';
import { addRecordings } from '../state/session-store.ts';
import { openRoute, useRoute } from '../state/route.ts';
import { dropTarget } from './drop-target.ts';
import { readDropped } from './read-dropped.ts';

/** Takes files that are dropped anywhere on the page; returns whether some are being dragged over it. */
export function usePageDrop(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const ended = new AbortController();
    const listen = (
      type: 'dragover' | 'dragleave' | 'drop',
      listener: (event: DragEvent) => void,
    ) => {
      window.addEventListener(type, listener, { signal: ended.signal });
    };
    listen('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    });
    listen('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) setOver(false);
    });
    listen('drop', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(false);
      void readDropped(event.dataTransfer).then(take);
    });
    return () => {
      ended.abort();
    };
  }, []);
  return over;
}

function take(dropped: Awaited<ReturnType<typeof readDropped>>): void {
  if (dropped.length === 0) return;
  const { view } = useRoute.getState();
  const target = dropTarget(view);
  if (target) {
    target(dropped);
    return;
  }
  addRecordings(dropped);
  if (view !== 'recognise') openRoute({ view: 'recognise' });
}
