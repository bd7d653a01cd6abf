import { openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadRecording } from '../../../src/audio/node.js';
import {
  assignSpeakers,
  diarisationError,
  makeVoicePrint,
  SpeakerCollector,
  type SpokenPiece,
  type Turn,
} from '../../../src/conversation/voices/index.js';
import { openSpeakerEncoder } from '../../../src/node/index.js';

const RATE = 16_000;
const encoder = await openSpeakerEncoder();

async function clip(name: string): Promise<Float32Array> {
  const file = fileURLToPath(new URL(`../../../examples/audio/${name}.flac`, import.meta.url));
  return (await loadRecording(await openAsBlob(file))).samples;
}

const man = await clip('neutral-man');
const woman = await clip('neutral-woman');

/** Clips one after the other: each clip a piece with a pause before it. */
function conversation(...clips: readonly Float32Array[]): SpokenPiece[] {
  let start = 0;
  return clips.map((samples) => {
    start += 0.5;
    const piece = { start, end: start + samples.length / RATE, samples };
    start = piece.end;
    return piece;
  });
}

const dialogue = conversation(man, woman, man, woman, man, woman);
const truth = dialogue.map(({ start, end }, at): Turn => {
  return { start, end, speaker: at % 2 === 0 ? 'man' : 'woman' };
});

const turnsOf = (speakers: Awaited<ReturnType<typeof assignSpeakers>>): Turn[] =>
  speakers.flatMap(({ id, speech }) => speech.map((span) => ({ ...span, speaker: id })));

test('two people who take turns are told apart without their number', async () => {
  const speakers = await assignSpeakers(dialogue, encoder);
  expect(speakers.map(({ id }) => id)).toEqual(['speaker-1', 'speaker-2']);
  expect(speakers.every(({ baselineSeconds }) => baselineSeconds === 0)).toBe(true);
  expect(diarisationError(truth, turnsOf(speakers)).rate).toBeLessThan(0.02);
});

test('a change of speaker within one piece of speech is found', async () => {
  const samples = new Float32Array(man.length + woman.length);
  samples.set(man);
  samples.set(woman, man.length);
  const joined = { start: 0, end: samples.length / RATE, samples };
  const later = dialogue.map((piece) => {
    return { ...piece, start: piece.start + joined.end, end: piece.end + joined.end };
  });
  const speakers = await assignSpeakers([joined, ...later], encoder);
  const change = man.length / RATE;
  expect(Math.abs((speakers[0]?.speech[0]?.end ?? 0) - change)).toBeLessThan(0.5);
  expect(Math.abs((speakers[1]?.speech[0]?.start ?? 0) - change)).toBeLessThan(0.5);
});

test('somebody who speaks alone is one speaker, and the given number wins', async () => {
  const alone = conversation(woman, woman, woman);
  expect(await assignSpeakers(alone, encoder)).toHaveLength(1);
  expect(await assignSpeakers(alone, encoder, { speakers: 1 })).toHaveLength(1);
  expect(await assignSpeakers(dialogue, encoder, { speakers: 1 })).toHaveLength(1);
});

test('voice prints name the speakers they belong to, and nobody else', async () => {
  const prints = [
    await makeVoicePrint('Anna', conversation(woman), encoder),
    await makeVoicePrint('Somebody', conversation(await clip('angry-man')), encoder),
  ];
  const speakers = await assignSpeakers(dialogue, encoder, { prints });
  expect(speakers.map(({ name }) => name)).toEqual([undefined, 'Anna']);
});

test('speech that arrives piece by piece gives the same speakers every time', async () => {
  const collector = new SpeakerCollector(encoder);
  for (const piece of dialogue) await collector.push(piece);
  const speakers = await collector.finish();
  expect(speakers).toEqual(await assignSpeakers(dialogue, encoder));
  expect(await collector.finish()).toEqual(speakers);
});

test('all speech is assigned, also pieces that are shorter than a window', async () => {
  const short = conversation(man.slice(8000, 12_000), woman.slice(8000, 8100), woman);
  const speakers = await assignSpeakers(short, encoder);
  const seconds = turnsOf(speakers).reduce((sum, { start, end }) => sum + end - start, 0);
  const expected = short.reduce((sum, { start, end }) => sum + end - start, 0);
  expect(seconds).toBeCloseTo(expected);
});

test('silence and no speech at all are not errors', async () => {
  expect(await assignSpeakers([], encoder)).toEqual([]);
  expect(
    await assignSpeakers([{ start: 0, end: 0, samples: new Float32Array(0) }], encoder),
  ).toEqual([]);
  expect(await assignSpeakers(conversation(new Float32Array(RATE)), encoder)).toHaveLength(1);
});

test('impossible numbers, other voice prints and aborted work are refused', async () => {
  await expect(assignSpeakers(dialogue, encoder, { speakers: 0 })).rejects.toThrow(/from 1 to 20/);
  const prints = [{ name: 'Anna', embedding: [1, 0] }];
  await expect(assignSpeakers(dialogue, encoder, { prints })).rejects.toThrow(/has 2 numbers/);
  const signal = AbortSignal.abort(new Error('stopped'));
  await expect(assignSpeakers(dialogue, encoder, { signal })).rejects.toThrow('stopped');
  await expect(makeVoicePrint('Nobody', [], encoder)).rejects.toThrow(/no speech of Nobody/);
});
