import { useEffect, useState } from 'react';
import { addRecordings, type NewRecording } from '../state/session-store.ts';
import { openRoute, useRoute } from '../state/route.ts';
import { findModel, isModelName } from '../models/own/model-folder.ts';
import { requestAdd } from '../state/models-store.ts';
import { type DropTarget, dropTarget } from './drop-target.ts';
import { isAudioName, readDropped } from './read-dropped.ts';

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
      void takeDropped(event.dataTransfer, target);
    });
    return () => {
      ended.abort();
    };
  }, []);
  return over;
}

/** The folder of a model is converted, whatever tab is open; everything else is for the tab. */
async function takeDropped(
  transfer: DataTransfer,
  { take, isWanted = isAudioName }: DropTarget,
): Promise<void> {
  const dropped = await readDropped(transfer, (name) => isWanted(name) || isModelName(name));
  const model = findModel(dropped);
  if (model) {
    await requestAdd(model.name, model.files);
    return;
  }
  const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const wanted = dropped.filter(({ name }) => !name.includes('/') || isWanted(baseOf(name)));
  if (wanted.length > 0) take(wanted);
}

function addToSession(dropped: readonly NewRecording[]): void {
  addRecordings(dropped);
  if (useRoute.getState().view !== 'recognise') openRoute({ view: 'recognise' });
}
