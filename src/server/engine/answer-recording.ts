import { openAsBlob } from 'node:fs';
import { loadRecording } from '../../audio/index.js';
import { type EmotionModel, judgementOf, roundFigure } from '../../inference/index.js';
import type { AnswerOptions, RecordingAnswer } from './messages.js';
import { outline } from './waveform-peaks.js';
import { answerAlong } from './timeline.js';

/**
 * Decodes a recording once and gives everything that is wanted of it. The answer alone needs the
 * memory of two windows; for timeline and peaks the samples at 16 kHz are held, 230 MB an hour.
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
  const file = await openAsBlob(path);
  const wantsSamples = options.timeline || options.peaks > 0;
  const recording = wantsSamples ? await loadRecording(file, { signal }) : undefined;
  const answer = await (recording
    ? model.answerRecording(recording, { signal })
    : model.answerFile(file, { signal }));
  const samples = recording?.samples ?? new Float32Array(0);
  const timeline = options.timeline ? await answerAlong(model, samples, signal) : [];
  return {
    model: model.manifest.name,
    ...judgementOf(answer),
    durationSeconds: roundFigure(answer.durationSeconds),
    findings: answer.findings,
    labels: model.labels,
    computeSeconds: roundFigure((performance.now() - start) / 1000),
    ...(options.embedding && { embedding: Array.from(answer.embedding) }),
    ...(timeline.length > 0 && { timeline }),
    ...(options.peaks > 0 && { peaks: outline(samples, options.peaks) }),
  };
}
