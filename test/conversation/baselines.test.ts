import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  analyseConversation,
  type ConversationOptions,
  conversationOf,
  SpeakerCollector,
} from '../../src/conversation/index.js';
import { Baseline, LoadedModel } from '../../src/inference/index.js';
import {
  openGraph,
  openSpeakerEncoder,
  openVoiceDetector,
  prepareBundle,
} from '../../src/node/index.js';
import { seededRandom } from '../support/seeded-random.js';
import { cutTracks, type Spoken, speakConversation } from '../support/spoken-conversation.js';

const EMBEDDING = 96;

/** The woman speaks for 13 s and the man for 5 s. */
const CALL: readonly Spoken[] = [
  { clip: 'neutral-woman', at: 1, channel: 0 },
  { clip: 'neutral-man', at: 4, channel: 1 },
  { clip: 'neutral-woman', at: 7, channel: 0 },
  { clip: 'happy-woman', at: 10, channel: 0 },
  { clip: 'angry-man', at: 13, channel: 1 },
  { clip: 'sad-woman', at: 16, channel: 0 },
  { clip: 'sad-woman', at: 20, channel: 0 },
  { clip: 'neutral-man', at: 24, channel: 1 },
  { clip: 'neutral-woman', at: 27, channel: 0 },
];

let model: LoadedModel;

/** The embedded model with a relative head of random weights: what it answers does not matter here. */
beforeAll(async () => {
  const bundle = await prepareBundle({ source: 'ecapa-mini' });
  const random = seededRandom(5);
  const vector = () => Array.from({ length: EMBEDDING }, () => random() - 0.5);
  const heads = {
    format: 'wav2emo-heads' as const,
    version: 1 as const,
    labels: bundle.manifest.labels.map(({ id }) => id),
    relative: {
      weight: bundle.manifest.labels.map(vector),
      bias: [0, 0, 0, 0],
      calibration: { temperature: 1, uncertainBelow: 0.9 },
      population: vector(),
      speakerSeconds: new Array<number>(EMBEDDING).fill(0),
    },
  };
  const info = { ...bundle.manifest, fingerprint: 'a'.repeat(64), heads };
  model = new LoadedModel(info, await openGraph(bundle, { threads: 1 }), openVoiceDetector);
});

afterAll(async () => {
  await model.dispose();
});

async function analyse(options: ConversationOptions) {
  const { tracks } = await speakConversation(30, CALL);
  const input = { sampleRate: 16_000, pieces: cutTracks(tracks, [80_000]) };
  return await conversationOf(analyseConversation(model, input, options));
}

test('a speaker who says enough is compared with the own voice, another is not', async () => {
  const { speakers, segments } = await analyse({});
  const [woman, man] = speakers;
  expect(woman?.baselineSeconds).toBeGreaterThan(10);
  expect(man?.baselineSeconds).toBe(0);
  // The relative head has a threshold of its own.
  const uncertain = segments.filter(({ findings }) => findings.length > 0);
  expect(uncertain.length).toBeGreaterThan(0);
  for (const { score } of uncertain) expect(score).toBeLessThan(0.9);
});

test('a given baseline is used and names the speaker', async () => {
  const { name, fingerprint: sha256 } = model.info;
  const right = Baseline.fromJSON({
    ...{ format: 'wav2emo-baseline', version: 1, name: 'Otto' },
    model: { name, sha256 },
    ...{ seconds: 60, recordings: 2, reliability: 0.9 },
    embedding: new Array<number>(EMBEDDING).fill(0.1),
  });
  const { speakers } = await analyse({ baselines: { right } });
  expect(speakers[1]).toMatchObject({ id: 'right', name: 'Otto', baselineSeconds: 60 });
});

test('two voices on one channel are two speakers, each with the own speech', async () => {
  const { speakers, segments } = await analyse({
    channels: 'mix',
    speakers: 2,
    openDiariser: async () => new SpeakerCollector(await openSpeakerEncoder()),
  });
  expect(speakers.map(({ id }) => id)).toEqual(['speaker-1', 'speaker-2']);
  const speakerAt = (time: number) =>
    segments.find(({ start, end }) => start <= time && time < end)?.speaker;
  const [woman, man] = [speakerAt(2), speakerAt(4.8)];
  expect(woman).toBe('speaker-1');
  expect(man).toBe('speaker-2');
  // The happy clip at 10 s is left out: a single emotional clip may resemble another voice.
  expect([8, 17, 21, 28].map(speakerAt)).toEqual(new Array(4).fill(woman));
  expect([14, 24.8].map(speakerAt)).toEqual([man, man]);
  for (const { speaker, start, end } of segments) {
    const speech = speakers.find(({ id }) => id === speaker)?.speech ?? [];
    expect(speech.some((span) => span.start <= start + 1e-6 && end <= span.end + 1e-6)).toBe(true);
  }
});
