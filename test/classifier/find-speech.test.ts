import { expect, test } from 'vitest';
import { findNoSpeech } from '../../src/inference/find-no-speech.js';
import { openVoiceDetector } from '../../src/node/index.js';
import { EmotionClassifier, EmotionRegressor } from '../../src/index.js';
import { checkpointFolder } from '../support/fixtures.js';
import { synthesisedSounds } from '../support/synthesised-sounds.js';

const SOUNDS = synthesisedSounds();
const NOT_SPEECH = ['tone of 440 Hz', 'rising tone', 'chord', 'white noise', 'brown noise'];
const SPEECH = [
  'even man',
  'loud, high and fast woman',
  'lively woman',
  'slow, low and breathy man',
];

function sound(name: string): Float32Array<ArrayBuffer> {
  return Float32Array.from(SOUNDS.get(name) ?? []);
}

function join(...parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The finding `no-speech` of samples, or `undefined`. */
const noSpeechIn = async (samples: Float32Array) =>
  findNoSpeech(samples, await openVoiceDetector());

const codes = (result: { findings: readonly { code: string }[] } | undefined) =>
  result?.findings.map(({ code }) => code);

test.each(NOT_SPEECH)('%s is no speech, loud or quiet', async (name) => {
  const none = { code: 'no-speech', value: 0 };
  expect(await noSpeechIn(sound(name))).toEqual(none);
  expect(await noSpeechIn(sound(name).map((sample) => 0.02 * sample))).toEqual(none);
});

test.each(SPEECH)('%s is speech, at any level and after any silence', async (name) => {
  const speech = sound(name);
  expect(await noSpeechIn(speech)).toBeUndefined();
  // 46 dB down: below RAVDESS's quietest and near the last bits of a recorder.
  expect(await noSpeechIn(speech.map((sample) => 0.005 * sample))).toBeUndefined();
  expect(await noSpeechIn(join(new Float32Array(48_000), speech))).toBeUndefined();
});

test('a phrase is found behind a minute of noise', async () => {
  const noise = sound('white noise').map((sample) => 0.2 * sample);
  const minute = Array.from({ length: 30 }, () => noise);
  expect(await noSpeechIn(join(...minute))).toEqual({ code: 'no-speech', value: 0 });
  expect(await noSpeechIn(join(...minute, sound('lively woman')))).toBeUndefined();
});

test('a recording that is too short for a syllable is not searched', async () => {
  expect(await noSpeechIn(sound('white noise').subarray(0, 7_999))).toBeUndefined();
  expect(await noSpeechIn(sound('white noise').subarray(0, 8_000))).toBeDefined();
});

test('the search stops with its signal', async () => {
  const search = findNoSpeech(sound('white noise'), await openVoiceDetector(), AbortSignal.abort());
  await expect(search).rejects.toThrow('aborted');
});

test('the finding is part of the result, of a batch and of a regression, unless switched off', async () => {
  await using classifier = await EmotionClassifier.fromHparams();
  const wavs = [sound('white noise'), sound('even man'), sound('silence')];
  const results = await classifier.classifyBatch(wavs);
  // Vowels alone have no energy above the telephone band.
  expect(results.map(codes)).toEqual([['no-speech'], ['band-limited'], ['silent']]);
  const without = await classifier.classifyBatch(wavs, undefined, { voiceActivity: false });
  expect(without.map(codes)).toEqual([[], ['band-limited'], ['silent']]);
  expect(without.map(({ logits }) => logits)).toEqual(results.map(({ logits }) => logits));
  await using regressor = await EmotionRegressor.fromHparams({
    source: checkpointFolder('audeering'),
  });
  expect(codes((await regressor.predictBatch(wavs))[0])).toEqual(['no-speech']);
});
