import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../../scripts/browser.js';
import type { LiveEvent } from '../../../src/conversation/index.js';
import { nodeWorker } from '../../../src/workers/node-worker.js';
import { makeWav } from '../../support/make-wav.js';
import { cutTracks, readClip } from '../../support/spoken-conversation.js';
import { closely } from '../support/closely.js';
import { type DoorPage, openDoorPage } from './door-page.js';

const MODEL = fileURLToPath(new URL('../../../models/wav2emo-small', import.meta.url));

let browser: Browser;
let door: DoorPage;
let folder: string;

/** What the microphone records, over and over: two clips with pauses, 16 kHz mono. */
async function makeSound(): Promise<Float32Array> {
  const pause = new Float32Array(16_000);
  const parts = [await readClip('angry-man'), pause, await readClip('sad-woman'), pause];
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-live-'));
  const sound = await makeSound();
  const file = join(folder, 'sound.wav');
  writeFileSync(
    file,
    makeWav(sound.length / 16_000, (time) => sound[Math.round(time * 16_000)] ?? 0),
  );
  browser = await launchBrowser([
    ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    `--use-file-for-fake-audio-capture=${file}`,
  ]);
  door = await openDoorPage(browser, { folders: { folder } });
  await door.page.evaluate(`(async () => {
    globalThis.classifier = await wav2emo.EmotionClassifier.fromBundle('/models/wav2emo-small');
  })()`);
});
afterAll(async () => {
  await door.close();
  await browser.close();
  await rm(folder, { recursive: true });
});

const inPage = <T>(body: string): Promise<T> => door.page.evaluate(`(async () => {${body}})()`);

test('a live session on samples reports what it reports in Node', async () => {
  const found = await inPage<{ events: readonly LiveEvent[]; summary: unknown }>(`
    const bytes = await (await fetch('/folder/sound.wav')).arrayBuffer();
    const samples = (await new OfflineAudioContext(1, 1, 16000).decodeAudioData(bytes)).getChannelData(0);
    const pieces = (async function* () {
      for (let at = 0; at < samples.length; at += 1600) yield [samples.slice(at, at + 1600)];
    })();
    const events = [];
    const onEvent = (event) => events.push(event);
    const summary = await classifier.live({ sampleRate: 16000, pieces }, { onEvent, intervalSeconds: 0.5 });
    return JSON.parse(JSON.stringify({ events, summary }));`);
  const worker = nodeWorker();
  await worker.open('model', { folder: MODEL });
  const events: LiveEvent[] = [];
  // The file has 16 bits a sample.
  const sound = (await makeSound()).map((sample) => Math.round(sample * 32767) / 32768);
  const summary = await worker.live(
    'model',
    { sampleRate: 16_000, pieces: cutTracks([sound], [1600]) },
    { onEvent: (event) => events.push(event), intervalSeconds: 0.5 },
  );
  await worker.dispose();
  expect(events.filter(({ type }) => type === 'utterance.end').length).toBeGreaterThan(1);
  const expected: unknown = JSON.parse(JSON.stringify({ events, summary }));
  expect(found).toEqual(closely(expected, 1e-3));
});

test('a microphone is measured until its tracks end', async () => {
  const { types, summary } = await inPage<{
    types: readonly string[];
    summary: { durationSeconds: number; utterances: number };
  }>(`
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    const types = [];
    const summary = await classifier.live(microphone, {
      onEvent: ({ type }) => {
        types.push(type);
        if (type === 'utterance.end') for (const track of microphone.getTracks()) track.stop();
      },
    });
    return { types, summary };`);
  expect(types).toContain('utterance.start');
  expect(summary.utterances).toBeGreaterThan(0);
});

test('a microphone is a recording, too', async () => {
  const { seconds, label } = await inPage<{ seconds: number; label: string }>(`
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    setTimeout(() => microphone.getTracks().forEach((track) => track.stop()), 2000);
    const { durationSeconds: seconds, label } = await classifier.classifyFile(microphone);
    return { seconds, label };`);
  expect(seconds).toBeGreaterThan(0.5);
  expect(label).toMatch(/^\w{3}$/);
});

test('a session that is cancelled rejects with the reason, and settings out of range are refused', async () => {
  expect(
    await inPage(`
    const controller = new AbortController();
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    setTimeout(() => controller.abort(new RangeError('enough')), 500);
    const options = { onEvent: () => undefined, signal: controller.signal };
    return classifier.live(microphone, options).catch(String);`),
  ).toBe('RangeError: enough');
  expect(
    await inPage(`
    const pieces = (async function* () {})();
    const options = { onEvent: () => undefined, intervalSeconds: 0.1 };
    return classifier.live({ sampleRate: 16000, pieces }, options).catch(({ message }) => message);`),
  ).toMatch(/Found intervalSeconds 0.1, expected 0.25 to 10/);
});

test('the page complained about nothing', () => {
  expect(door.complaints).toEqual([]);
});
