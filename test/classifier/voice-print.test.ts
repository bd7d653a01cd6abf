import { openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadRecording } from '../../src/audio/node.js';
import { EmotionClassifier, voicePrint } from '../../src/index.js';
import { makeWav } from '../support/make-wav.js';

const example = (name: string) =>
  fileURLToPath(new URL(`../../examples/audio/${name}.flac`, import.meta.url));

/** Two people who take turns on one channel, with pauses of a second. */
async function dialogue(): Promise<Blob> {
  const parts: Float32Array[] = [];
  for (const name of [1, 2, 3].flatMap(() => ['neutral-man', 'neutral-woman']))
    parts.push(
      (await loadRecording(await openAsBlob(example(name)))).samples,
      new Float32Array(16_000),
    );
  const samples = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return new Blob([
    makeWav(samples.length / 16_000, (time) => samples[Math.round(time * 16_000)] ?? 0),
  ]);
}

test('speakers on one channel are told apart, and a voice print names one of them', async () => {
  await using classifier = await EmotionClassifier.fromHparams({ source: 'ecapa-mini' });
  const anna = await voicePrint('Anna', [example('neutral-woman')]);
  // A print is plain data.
  const voices = [JSON.parse(JSON.stringify(anna)) as typeof anna];
  const { speakers } = await classifier.conversation(await dialogue(), { voices });
  expect(speakers.map(({ name }) => name)).toEqual([undefined, 'Anna']);
  expect(speakers.map(({ speech }) => speech.length)).toEqual([3, 3]);
});

test('a recording without speech makes no voice print', async () => {
  const silence = new Blob([makeWav(2, () => 0)]);
  await expect(voicePrint('Nobody', [silence])).rejects.toThrow(/no speech of Nobody/);
});
