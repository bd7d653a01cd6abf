/** What a browser computes, beside what Node computes: expressions for the page, and functions here. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/prepare.js';
import { wavHeader } from '../wav-header.js';

/** The largest difference of a number. */
const MOST = 1e-4;
/** If other decoders have decoded the recording. */
const MOST_OTHER_DECODER = 1e-2;
/** Node decodes these with ffmpeg, a browser with its own decoders. */
const BY_BROWSER = /^(aac|adpcm)\./;

const FORMATS = join(root, 'test', 'fixtures', 'audio', 'formats');
const CLIPS = join(root, 'examples', 'audio');
const MODEL = 'wav2emo-small';
const CLIP = 'angry-man.flac';
/** Clips of one speaker, and something else. */
const SPEAKER = ['angry-woman.flac', 'README.md', 'neutral-woman.flac', 'sad-woman.flac'];
const RATE = 16_000;

/** What is compared of a result, as plain data; the page has the same function in door.js. */
const plain = (result) => ({
  label: result.label ?? 'none',
  ...{ findings: result.findings, durationSeconds: result.durationSeconds },
  ...{ logits: [...result.logits], embedding: [...result.embedding] },
  values: [...(result.probabilities ?? Object.values(result.dimensions))],
});

/**
 * @typedef {{ name: string, most: number, inPage: string, inNode?: () => Promise<unknown>, mayRefuse?: boolean }} Check
 *   `inPage` is an expression; without `inNode`, the first browser is the reference; `mayRefuse`: the browser may have no decoder
 *
 * @param {string} folder where recordings are made, which the server has as `/made/`
 * @returns {Promise<{ checks: Check[], close: () => Promise<void> }>}
 */
export async function makeChecks(folder) {
  const { EmotionClassifier } = await import('../../dist/index.js');
  await makeCall(join(folder, 'call.wav'));
  const node = await EmotionClassifier.fromHparams({ source: MODEL });
  return {
    checks: [...models(), ...formats(node), ...uses(node, folder)],
    close: () => node.dispose(),
  };
}

/** Every embedded model, with one thread and with two. */
function models() {
  const names = readdirSync(join(root, 'models'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  return names.flatMap((name) =>
    [1, 2].map((threads) => ({
      name: `${name}, ${threads === 1 ? '1 thread' : `${threads} threads`}`,
      most: MOST,
      inPage: `wav2emo.openEmotionModel('/wav2emo/models/${name}', { runOpts: { threads: ${threads} } }).then(
        async (model) => {
          if (model.runtime.threads !== ${threads}) throw new Error('Found ' + model.runtime.threads + ' threads.');
          const file = await fileAt('/wav2emo/examples/audio/${CLIP}');
          const result = await (model.classifyFile ?? model.predictFile).call(model, file);
          await model.dispose();
          return plain(result);
        })`,
      inNode: () => resultInNode(name),
    })),
  );
}

async function resultInNode(source) {
  const { openEmotionModel } = await import('../../dist/index.js');
  const model = await openEmotionModel({ source });
  const path = join(CLIPS, CLIP);
  const result =
    'classifyFile' in model ? await model.classifyFile(path) : await model.predictFile(path);
  await model.dispose();
  return plain(result);
}

/** Every format of the fixtures. */
function formats(node) {
  const files = readdirSync(FORMATS).filter((name) => name !== 'make.js');
  const classify = (name) =>
    `classifier.classifyFile(await fileAt('/wav2emo/test/fixtures/audio/formats/${name}'))`;
  return files.map((name) =>
    BY_BROWSER.test(name)
      ? {
          ...{ name: `${name}, decoded by the browser`, most: MOST_OTHER_DECODER, mayRefuse: true },
          inPage: `(async () => { const { probabilities } = await ${classify(name)}; return [...probabilities]; })()`,
          inNode: async () => [...(await node.classifyFile(join(FORMATS, name))).probabilities],
        }
      : {
          ...{ name: `the formats that are decoded here`, most: MOST },
          inPage: `(async () => plain(await ${classify(name)}))()`,
          inNode: async () => plain(await node.classifyFile(join(FORMATS, name))),
        },
  );
}

/** The other methods of the door. */
function uses(node, folder) {
  const call = join(folder, 'call.wav');
  const clips = SPEAKER.filter((name) => name.endsWith('.flac'));
  const inPage = (names) => `await Promise.all(${JSON.stringify(names)}.map((name) =>
    fileAt('/wav2emo/examples/audio/' + name)))`;
  return [
    {
      ...{ name: 'classifyFiles, compared with their speaker', most: MOST },
      inPage: `(async () => {
        const outcomes = [];
        for await (const { result, error } of classifier.classifyFiles(${inPage(SPEAKER)}, { sameSpeaker: true }))
          outcomes.push(result ? plain(result) : error.code);
        return outcomes;
      })()`,
      inNode: () => outcomesInNode(SPEAKER.map((name) => join(CLIPS, name))),
    },
    {
      ...{ name: 'baseline', most: MOST },
      inPage: `(async () => (await classifier.baseline(${inPage(clips)})).toJSON())()`,
      inNode: () => node.baseline(clips.map((name) => join(CLIPS, name))),
    },
    {
      ...{ name: 'conversation', most: MOST },
      inPage: `(async () => await classifier.conversation(await fileAt('/made/call.wav')))()`,
      inNode: () => node.conversation(call),
    },
    {
      ...{ name: 'classifyBatch and encodeBatch', most: MOST },
      inPage: `(async () => {
        const bytes = await (await fetch('/made/call.wav')).arrayBuffer();
        const samples = Float32Array.from(new Int16Array(bytes.slice(44)), (word) => word / 32768);
        const [result] = await classifier.classifyBatch(samples);
        return [plain(result), [...(await classifier.encodeBatch(samples))[0]]];
      })()`,
      inNode: async () => {
        const samples = samplesIn(call);
        const [result] = await node.classifyBatch(samples);
        return [plain(result), [...(await node.encodeBatch(samples))[0]]];
      },
    },
    {
      ...{ name: 'live, beside Chromium', most: MOST },
      inPage: `(async () => {
        const events = [];
        const options = { onEvent: (event) => events.push(event), intervalSeconds: 0.5 };
        const summary = await classifier.live(await spoken('/made/call.wav'), options);
        return { events, summary };
      })()`,
    },
  ];
}

async function outcomesInNode(paths) {
  const { classifyFiles } = await import('../../dist/index.js');
  const outcomes = [];
  for await (const { result, error } of classifyFiles(paths, { source: MODEL, sameSpeaker: true }))
    outcomes.push(result ? plain(result) : /** @type {any} */ (error).code);
  return outcomes;
}

function samplesIn(path) {
  const words = new Int16Array(new Uint8Array(readFileSync(path)).buffer.slice(44));
  return Float32Array.from(words, (word) => word / 32768);
}

/** Two speakers in turn on one channel, with pauses. */
async function makeCall(path) {
  const { loadRecording } = await import('../../dist/audio/node.js');
  const pause = new Float32Array(RATE);
  const parts = [];
  for (const name of ['neutral-woman', 'angry-man', 'sad-woman', 'neutral-man']) {
    const { samples } = await loadRecording(new Blob([readFileSync(join(CLIPS, `${name}.flac`))]));
    parts.push(...samples, ...pause);
  }
  const words = Int16Array.from(parts, (sample) => Math.round(32_767 * sample));
  writeFileSync(path, Buffer.concat([wavHeader(words.length, RATE), Buffer.from(words.buffer)]));
}
