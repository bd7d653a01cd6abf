import { useCallback, useEffect, useRef, useState } from 'react';
import { toProblem } from '../api/problem-error.ts';
import type { ModelEntry, Problem } from '../api/types.ts';
import type { NamedRecording } from '../backend/backend.ts';
import { backend } from '../backend/backend-store.ts';
import { requestReady } from '../state/models-store.ts';
import { keepVoice, type KeptVoice } from './voices-store.ts';

/** Makes a voice from recordings: loads the model if necessary, has it computed, and keeps it. */
export function useMakeVoice(model: ModelEntry, onMade: (voice: KeptVoice) => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const leaving = useRef<AbortController>(undefined);

  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => {
      controller.abort();
    };
  }, []);

  const make = useCallback(
    async (name: string, recordings: readonly NamedRecording[]) => {
      const signal = leaving.current?.signal;
      if (!signal) return;
      setBusy(true);
      setProblem(undefined);
      try {
        if (!(await requestReady())) throw new Error('The model could not be loaded');
        const onSent = () => undefined;
        const request = { model: model.id, recordings, signal, onSent };
        const baseline = await backend().makeBaseline(request);
        onMade(await keepVoice({ name, when: Date.now(), modelId: model.id, baseline }));
      } catch (error) {
        if (!signal.aborted) setProblem(toProblem(error));
      } finally {
        setBusy(false);
      }
    },
    [model.id, onMade],
  );

  return { busy, problem, make };
}
