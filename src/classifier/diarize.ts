import { type DiarizedSegment, diarizedSegments, diarizeFrames } from '../conversation/index.js';
import type { LoadedModel } from '../inference/index.js';
import { type AudioFile, openRecording } from '../node/index.js';
import { analyseFile, type AnalyseFileOptions } from './analyse-file.js';

/** Finds the emotions along a recording: frame by frame if the model can, otherwise by its segments. */
export async function diarize(
  model: LoadedModel,
  file: AudioFile,
  options: AnalyseFileOptions = {},
): Promise<DiarizedSegment[]> {
  const spans = model.hasFrameLogits
    ? await spansOfFrames(model, file, options)
    : (await analyseFile(model, file, options)).segments;
  return diarizedSegments(spans);
}

async function spansOfFrames(
  model: LoadedModel,
  file: AudioFile,
  { signal, onEvent }: AnalyseFileOptions,
) {
  return await diarizeFrames(model, await openRecording(file), {
    signal,
    onProgress: (progress) => onEvent?.({ kind: 'progress', ...progress }),
  });
}

/** What a recording is called in a result. */
export function nameOf(file: AudioFile): string {
  if (file instanceof URL) return file.href;
  if (typeof file === 'string') return file;
  return 'name' in file && typeof file.name === 'string' ? file.name : 'recording';
}
