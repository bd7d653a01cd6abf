import { openAsBlob } from 'node:fs';
import { loadRecording } from '../../audio/index.js';
import { type EmotionModel, judgementOf, roundFigure } from '../../classifier/index.js';
import type { AnswerOptions, RecordingAnswer } from './messages.js';
import { outline } from './peaks.js';
import { answerAlong } from './timeline.js';

/**
 * Decodes a recording once and gives everything that is wanted of it.
 *
 * @throws AudioError, DeviceError, and the signal's reason
 */
export async function answerRecording(
  model: EmotionModel,
  path: string,
  options: AnswerOptions,
  signal: AbortSignal,
): Promise<RecordingAnswer> {
  const start = performance.now();
  const recording = await loadRecording(await openAsBlob(path), { signal });
  const answer = await model.answerRecording(recording, { signal });
  const timeline = options.timeline ? await answerAlong(model, recording.samples, signal) : [];
  return {
    model: model.manifest.name,
    ...judgementOf(answer),
    durationSeconds: roundFigure(answer.durationSeconds),
    findings: answer.findings,
    labels: model.labels,
    computeSeconds: roundFigure((performance.now() - start) / 1000),
    ...(options.embedding && { embedding: Array.from(answer.embedding) }),
    ...(timeline.length > 0 && { timeline }),
    ...(options.peaks > 0 && { peaks: outline(recording.samples, options.peaks) }),
  };
}
