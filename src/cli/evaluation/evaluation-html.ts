import type { Language } from '../language.js';
import type { Data } from './read-data.js';
import type { EvaluatedData } from './run-evaluation.js';

/** Whether a page contains the recordings of wrong results. */
export const AUDIO_MODES = ['auto', 'embed', 'link', 'none'] as const;
export type AudioMode = (typeof AUDIO_MODES)[number];

export function evaluationHtml(
  _found: EvaluatedData,
  _data: Data,
  _options: { file: string | undefined; audio: AudioMode; language: Language },
): Promise<string> {
  return Promise.resolve('');
}
