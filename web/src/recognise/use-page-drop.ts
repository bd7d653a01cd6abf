import { useEffect, useState } from 'react';
import { addRecordings, type NewRecording } from '../state/session-store.ts';
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
      const target = dropTarget(useRoute.getState().view) ?? { take: addToSession };
      void readDropped(event.dataTransfer, target.isWanted).then((dropped) => {
        if (dropped.length > 0) target.take(dropped);
      });
    });
    return () => {
      ended.abort();
    };
  }, []);
  return over;
}

function addToSession(dropped: readonly NewRecording[]): void {
  addRecordings(dropped);
  if (useRoute.getState().view !== 'recognise') openRoute({ view: 'recognise' });
}
