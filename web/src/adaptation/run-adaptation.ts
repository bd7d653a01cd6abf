import type { LabelledClip } from '../api/adaptations.ts';
import { toProblem } from '../api/problem-error.ts';
import { backend } from '../backend/backend-store.ts';
import { requestReady } from '../state/models-store.ts';
import { setAdaptationPhase, useAdaptation } from './adaptation-store.ts';
import { shownClasses } from './use-classes.ts';

let running: AbortController | undefined;

/** The clips with the labels of their classes, in the order of the classes. */
export function labelledClips(): readonly LabelledClip[] {
  const { clips } = useAdaptation.getState();
  return shownClasses().flatMap(({ key, label }) =>
    clips
      .filter((clip) => clip.key === key)
      .map(({ name, recording, speaker }) => ({
        ...{ name, recording, label: label.trim() },
        speaker: speaker.trim() || undefined,
      })),
  );
}

/** Adapts the chosen model to the clips, after having it loaded. */
export async function runAdaptation(): Promise<void> {
  if (running) return;
  const controller = new AbortController();
  running = controller;
  const { signal } = controller;
  setAdaptationPhase({ name: 'running', progress: undefined });
  try {
    const model = await requestReady();
    signal.throwIfAborted();
    if (!model) throw new Error('The model could not be loaded');
    const view = await backend().adaptModel({
      ...{ model: model.id, clips: labelledClips(), signal },
      onProgress: (progress) => {
        setAdaptationPhase({ name: 'running', progress });
      },
    });
    setAdaptationPhase({ name: 'finished', view });
  } catch (error) {
    setAdaptationPhase(
      signal.aborted ? { name: 'collecting' } : { name: 'failed', problem: toProblem(error) },
    );
  } finally {
    running = undefined;
  }
}

/** Stops the adaptation. */
export function stopAdaptation(): void {
  running?.abort();
}
