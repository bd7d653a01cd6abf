import { useCallback, useState } from 'react';
import type { NewRecording } from '../state/session-store.ts';
import { addClips } from './adaptation-store.ts';
import { isSameClass } from './same-class.ts';
import { takeFiles, type Taken } from './take-files.ts';
import { shownClasses } from './use-classes.ts';

/** Adds labelled files to the classes, and keeps what has to be said about them. */
export function useTake() {
  const [notice, setNotice] = useState<Taken>();
  const take = useCallback((files: readonly NewRecording[]) => {
    void takeFiles(files).then((taken) => {
      addClips(taken.clips, shownClasses(), isSameClass);
      setNotice(taken);
    });
  }, []);
  return { take, notice };
}
