import type { ModelEntry } from '../api/types.ts';

/** Words in a model's name, source or architecture that the hub has tags for. */
const WORDS: readonly (readonly [pattern: RegExp, tag: string])[] = [
  [/speechbrain/i, 'SpeechBrain'],
  [/wav2vec2/i, 'wav2vec2'],
  [/hubert/i, 'HuBERT'],
  [/wavlm/i, 'WavLM'],
  [/ecapa/i, 'ECAPA-TDNN'],
  [/iemocap/i, 'IEMOCAP'],
  [/audeering/i, 'audEERING'],
];

/** The tags of a model, as a model hub shows them. */
export function modelTags({ name, licence, manifest }: ModelEntry): string[] {
  const known = [name, manifest?.provenance.source, manifest?.architecture.type].join(' ');
  const task = manifest?.task === 'regression' ? 'Audio Regression' : 'Audio Classification';
  const tags = WORDS.filter(([pattern]) => pattern.test(known)).map(([, tag]) => tag);
  return [
    task,
    ...tags,
    'Speech Emotion Recognition',
    'ONNX',
    ...(licence === undefined ? [] : [licence]),
  ];
}
