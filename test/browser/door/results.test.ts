import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../../scripts/browser.js';
import {
  type AudioError,
  type Classification,
  classifyFiles,
  EmotionClassifier,
  prepareBundle,
  voicePrint,
} from '../../../src/index.js';
import { checkpointFolder } from '../../support/fixtures.js';
import { type Spoken, speakConversation } from '../../support/spoken-conversation.js';
import { closely } from '../support/closely.js';
import { type DoorPage, openDoorPage } from './door-page.js';

const pathOf = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const FORMATS = pathOf('test/fixtures/audio/formats');
const CLIPS = pathOf('examples/audio');
const MODEL = 'wav2emo-small';

const files = (await readdir(FORMATS)).filter((name) => name !== 'make.js');
/** Node decodes these with ffmpeg, a browser with its own decoders. */
const BY_BROWSER = /^(aac|adpcm)\./;
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

let browser: Browser;
let door: DoorPage;
let folder: string;
let reference: EmotionClassifier;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-results-'));
  door = await openDoorPage(browser, { folders: { folder, formats: FORMATS, clips: CLIPS } });
  reference = await EmotionClassifier.fromHparams({ source: MODEL });
  await door.page.evaluate(`(async () => {
    globalThis.fileAt = async (address) => {
      const bytes = await (await fetch(address)).blob();
      return new File([bytes], address.split('/').at(-1));
    };
    globalThis.classifier = await wav2emo.EmotionClassifier.fromBundle('/models/${MODEL}');
  })()`);
});
afterAll(async () => {
  await door.close();
  await browser.close();
  await reference.dispose();
  await rm(folder, { recursive: true });
});

/** A WAV of 32-bit floats, of channels `[channel][time]`. */
function encodeWav(tracks: readonly Float32Array[], sampleRate: number): Uint8Array {
  const frames = tracks[0]?.length ?? 0;
  const block = 4 * tracks.length;
  const bytes = Buffer.alloc(44 + frames * block);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + frames * block, 4);
  bytes.write('WAVEfmt ', 8);
  for (const [at, value] of [
    16,
    3 | (tracks.length << 16),
    sampleRate,
    sampleRate * block,
  ].entries())
    bytes.writeUInt32LE(value, 16 + 4 * at);
  bytes.writeUInt32LE(block | (32 << 16), 32);
  bytes.write('data', 36);
  bytes.writeUInt32LE(frames * block, 40);
  for (const [channel, track] of tracks.entries())
    for (const [at, sample] of track.entries())
      bytes.writeFloatLE(sample, 44 + at * block + 4 * channel);
  return bytes;
}

/** Evaluates an expression in the page. */
const inPage = <T>(expression: string): Promise<T> =>
  door.page.evaluate(`(async () => ${expression})()`);

/** Classifies a file in the page; an error is plain data, too. */
const PLAIN = `({ label, logits, embedding, probabilities }) => ({
  ...{ label, logits: [...logits], embedding: [...embedding], probabilities: [...probabilities] },
})`;
const inPageFile = <T>(address: string, then = PLAIN) =>
  inPage<T>(`(${then})(await classifier.classifyFile(await fileAt('${address}')))`);

const plain = ({ label, logits, embedding, probabilities }: Classification) => ({
  ...{ label, logits: [...logits], embedding: [...embedding] },
  probabilities: [...probabilities],
});

test('the model is computed with threads and passes its self-test', async () => {
  const threads = Math.min(4, await inPage<number>('navigator.hardwareConcurrency'));
  expect(await inPage('classifier.runtime')).toEqual({ device: 'cpu', threads, findings: [] });
});

describe('every format of the fixtures', () => {
  test.each(files.filter((name) => !BY_BROWSER.test(name)))(
    '%s: the result of Node',
    async (name) => {
      const expected = plain(await reference.classifyFile(`${FORMATS}/${name}`));
      expect(await inPageFile(`/formats/${name}`)).toEqual(closely(expected));
    },
  );

  test.each(files.filter((name) => BY_BROWSER.test(name)))(
    '%s: what the browser decodes is within 0.01 of what ffmpeg decodes',
    async (name) => {
      const outcome = await inPage<{ probabilities?: readonly number[]; code?: string }>(
        `classifier.classifyFile(await fileAt('/formats/${name}')).then(${PLAIN}, ({ code }) => ({ code }))`,
      );
      // Browsers decode ADPCM rarely, and AAC where its licence is paid for.
      if (outcome.code !== undefined) expect(outcome).toEqual({ code: 'audio-unsupported' });
      else if (hasFfmpeg) {
        const { probabilities } = await reference.classifyFile(`${FORMATS}/${name}`);
        expect(outcome.probabilities).toEqual(closely([...probabilities], 1e-2));
      }
    },
  );
});

test('an AudioBuffer and samples give the result of the file', async () => {
  const expected = plain(await reference.classifyFile(`${CLIPS}/sad-woman.flac`));
  const wav = `const bytes = await (await fetch('/clips/sad-woman.flac')).arrayBuffer();
    const buffer = await new OfflineAudioContext(1, 1, 16000).decodeAudioData(bytes);`;
  const fromBuffer = await inPage(
    `{ ${wav} return (${PLAIN})(await classifier.classifyFile(buffer)); }`,
  );
  expect(fromBuffer).toEqual(closely(expected));
  const fromSamples = await inPage(
    `{ ${wav} return (${PLAIN})((await classifier.classifyBatch(buffer.getChannelData(0)))[0]); }`,
  );
  expect(fromSamples).toEqual(closely(expected));
});

test('an address is a recording, and something else is refused in words', async () => {
  expect(await inPage(`(await classifier.classifyFile('/clips/angry-man.flac')).label`)).toBe(
    'ang',
  );
  const errorOf = (recording: string) =>
    inPage(
      `classifier.classifyFile(${recording}).catch(({ name, code, message }) => ({ name, code, message }))`,
    );
  expect(await errorOf('42')).toMatchObject({
    name: 'TypeError',
    message: expect.stringContaining('expected a Blob, an AudioBuffer, a MediaStream') as string,
  });
  expect(await errorOf(`new Blob(['This is a text.'])`)).toMatchObject({
    ...{ name: 'AudioError', code: 'audio-unknown-format' },
  });
});

test('many recordings give the outcomes of Node, also in comparison with their speaker', async () => {
  const names = ['angry-woman.flac', 'README.md', 'neutral-woman.flac', 'sad-woman.flac'];
  const paths = names.map((name) => `${CLIPS}/${name}`);
  for (const sameSpeaker of [false, true]) {
    const found = await inPage(`{
      const files = await Promise.all(${JSON.stringify(names)}.map((name) => fileAt('/clips/' + name)));
      const outcomes = [];
      for await (const { file, result, error } of classifier.classifyFiles(files, { sameSpeaker: ${sameSpeaker} }))
        outcomes.push({ name: file.name, ...(result ? (${PLAIN})(result) : { code: error.code }) });
      return outcomes;
    }`);
    const expected: unknown[] = [];
    for await (const { file, result, error } of classifyFiles(paths, {
      source: MODEL,
      sameSpeaker,
    })) {
      const name = (typeof file === 'string' ? file : '').split('/').at(-1);
      expected.push({ name, ...(result ? plain(result) : { code: (error as AudioError).code }) });
    }
    expect(found).toEqual(closely(expected));
  }
});

test('a baseline and embeddings are those of Node', async () => {
  const clips = ['neutral-woman.flac', 'sad-woman.flac'];
  const baseline = await reference.baseline(clips.map((name) => `${CLIPS}/${name}`));
  const json = await inPage(`{
    const files = await Promise.all(${JSON.stringify(clips)}.map((name) => fileAt('/clips/' + name)));
    return (await classifier.baseline(files)).toJSON();
  }`);
  expect(json).toEqual(closely(baseline.toJSON()));
  const compared = await inPage(`{
    const baseline = wav2emo.Baseline.fromJSON(${JSON.stringify(baseline)});
    return (${PLAIN})(await classifier.classifyFile(await fileAt('/clips/angry-woman.flac'), { baseline }));
  }`);
  const expected = await reference.classifyFile(`${CLIPS}/angry-woman.flac`, { baseline });
  expect(compared).toEqual(closely(plain(expected)));
  const samples = [0, 1].map((n) =>
    Array.from({ length: 16_000 }, (_, at) => Math.sin(at / (9 + n)) / 2),
  );
  const embeddings = await inPage(
    `(await classifier.encodeBatch(${JSON.stringify(samples)}.map((each) => Float32Array.from(each)))).map((each) => [...each])`,
  );
  const own = await reference.encodeBatch(samples.map((each) => Float32Array.from(each)));
  expect(embeddings).toEqual(closely(own.map((each) => [...each])));
});

const SPOKEN: readonly Spoken[] = [
  { clip: 'neutral-woman', at: 0.5, channel: 0 },
  { clip: 'angry-man', at: 3.5, channel: 1 },
  { clip: 'sad-woman', at: 6.5, channel: 0 },
  { clip: 'neutral-man', at: 9.5, channel: 1 },
];

test.each([2, 1])('a conversation on %s channels is the one of Node', async (channels) => {
  const spoken = SPOKEN.map((each) => ({ ...each, channel: each.channel % channels }));
  const { tracks } = await speakConversation(13, spoken, { channels });
  await writeFile(join(folder, 'call.wav'), encodeWav(tracks, 16_000));
  const found = await inPage(
    `JSON.parse(JSON.stringify(await classifier.conversation(await fileAt('/folder/call.wav'))))`,
  );
  const expected = await reference.conversation(join(folder, 'call.wav'));
  expect(expected.segments.length).toBeGreaterThan(1);
  expect(found).toEqual(closely(JSON.parse(JSON.stringify(expected))));
});

test('the emotions along a recording are those of Node, by segments and frame by frame', async () => {
  const name = 'sad-woman.flac';
  const { [`${CLIPS}/${name}`]: expected } = await reference.diarizeFile(`${CLIPS}/${name}`);
  expect(expected).not.toEqual([]);
  expect(await inPage(`await classifier.diarizeFile(await fileAt('/clips/${name}'))`)).toEqual(
    closely({ [name]: expected }),
  );
  const byFrame = await prepareBundle({ source: checkpointFolder('speechbrain-diarization') });
  await cp(byFrame.folder, join(folder, 'frames'), { recursive: true });
  const native = await EmotionClassifier.open(byFrame);
  const { [`${CLIPS}/${name}`]: frames } = await native.diarizeFile(`${CLIPS}/${name}`);
  await native.dispose();
  const found = await inPage(`{
    const diarizer = await wav2emo.EmotionClassifier.fromBundle('/folder/frames');
    const seconds = [];
    const onEvent = ({ kind, seconds: done }) => seconds.push([kind, done]);
    const fromFile = await diarizer.diarizeFile('/clips/${name}', { onEvent });
    const bytes = await (await fetch('/clips/${name}')).arrayBuffer();
    const buffer = await new OfflineAudioContext(1, 1, 16000).decodeAudioData(bytes);
    const fromSamples = await diarizer.diarizeFile(buffer);
    await diarizer.dispose();
    return [fromFile, fromSamples, seconds.length > 0 && seconds.every(([kind]) => kind === 'progress')];
  }`);
  expect(found).toEqual([{ [`/clips/${name}`]: frames }, { recording: frames }, true]);
});

test('speakers that share a channel have the names of known voices; without an encoder that is refused', async () => {
  const spoken = SPOKEN.map((each) => ({ ...each, channel: 0 }));
  const { tracks } = await speakConversation(13, spoken, { channels: 1 });
  await writeFile(join(folder, 'mono.wav'), encodeWav(tracks, 16_000));
  const clips = ['neutral-woman', 'sad-woman'].map((clip) => `${CLIPS}/${clip}.flac`);
  const voices = [await voicePrint('Anna', clips)];
  const { speakers } = await reference.conversation(join(folder, 'mono.wav'), { voices });
  expect(speakers.map(({ name }) => name)).toContain('Anna');
  const options = `{ voices: ${JSON.stringify(voices)} }`;
  const found = await inPage(
    `(await classifier.conversation(await fileAt('/folder/mono.wav'), ${options})).speakers`,
  );
  expect(found).toEqual(closely(JSON.parse(JSON.stringify(speakers))));
  expect(
    await inPage(`{
      const plain = await wav2emo.EmotionClassifier.fromBundle('/models/${MODEL}', { separatesSpeakers: false });
      const error = await plain.conversation(await fileAt('/folder/mono.wav'), ${options}).catch((error) => error);
      await plain.dispose();
      return [error.name, error.message];
    }`),
  ).toEqual(['TypeError', expect.stringContaining('has no speaker encoder') as string]);
});

test('a recording can be cancelled, and the next one is computed', async () => {
  const reason = await inPage(`{
    const controller = new AbortController();
    const long = { sampleRate: 16000, pieces: (async function* () { for (;;) yield [new Float32Array(16000)]; })() };
    const onProgress = () => controller.abort(new RangeError('enough'));
    return classifier.classifyFile(long, { signal: controller.signal, onProgress }).catch(String);
  }`);
  expect(reason).toBe('RangeError: enough');
  expect(await inPageFile('/clips/angry-man.flac', '({ label }) => label')).toBe('ang');
});

test('everything came from the page itself under a strict policy, and nothing was complained about', () => {
  expect([...door.origins]).toEqual([door.address]);
  expect(door.complaints).toEqual([]);
  expect(door.requests.filter((url) => url.includes('asyncify'))).toEqual([]);
});
