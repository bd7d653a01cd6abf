import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  analyseConversation,
  clip,
  type Conversation,
  type ConversationOptions,
  conversationOf,
  conversationSchema,
  secondsOf,
  toConversationJson,
} from '../../src/conversation/index.js';
import type { LoadedModel } from '../../src/inference/index.js';
import { openModel, prepareBundle } from '../../src/node/index.js';
import { cutTracks, type Spoken, speakConversation } from '../support/spoken-conversation.js';

/** A call of 75 s: the chunks of the analysis are 65.5 s, so that speech crosses a border. */
const CALL: readonly Spoken[] = [
  { clip: 'neutral-woman', at: 1, channel: 0 },
  { clip: 'neutral-man', at: 5, channel: 1 },
  { clip: 'angry-woman', at: 9, channel: 0 },
  { clip: 'angry-woman', at: 11, channel: 0 },
  { clip: 'angry-woman', at: 13.5, channel: 0 },
  { clip: 'neutral-man', at: 14.5, channel: 1 },
  { clip: 'neutral-man', at: 20, channel: 1 },
  { clip: 'sad-woman', at: 25, channel: 0 },
  { clip: 'sad-woman', at: 29, channel: 0 },
  { clip: 'neutral-man', at: 40, channel: 1 },
  { clip: 'neutral-man', at: 64.6, channel: 1 },
];
const SECONDS = 75;

let model: LoadedModel;

beforeAll(async () => {
  model = await openModel(await prepareBundle({ source: 'ecapa-mini' }), { threads: 1 });
});

afterAll(async () => {
  await model.dispose();
});

const analyse = (
  tracks: readonly Float32Array[],
  options?: ConversationOptions,
  lengths: readonly number[] = [50_000],
): Promise<Conversation> => {
  const input = { sampleRate: 16_000, pieces: cutTracks(tracks, lengths) };
  return conversationOf(analyseConversation(model, input, options));
};

const byId = (conversation: Conversation, id: string) => {
  const speaker = conversation.speakers.find((each) => each.id === id);
  if (!speaker) throw new Error(`${id} does not speak`);
  return speaker;
};

describe('a call with one speaker on each channel', () => {
  test('has each voice where it speaks, although each leaks into the other channel', async () => {
    const { tracks, truth } = await speakConversation(SECONDS, CALL, { leak: 0.12 });
    const conversation = await analyse(tracks);
    expect(conversation.speakers.map(({ id }) => id)).toEqual(['left', 'right']);
    for (const [channel, id] of ['left', 'right'].entries()) {
      const own = truth.filter((each) => each.channel === channel);
      for (const { start, end } of byId(conversation, id).speech) {
        // Speech is padded by 0.1 s, and a clip has silence at its ends.
        const isSpoken = own.some((each) => each.start - 0.3 < start && start < each.end);
        expect([id, start, isSpoken]).toEqual([id, start, true]);
        expect(own.some((each) => each.start < end && end < each.end + 0.3)).toBe(true);
      }
      for (const { start, end } of own) {
        const found = secondsOf(clip(byId(conversation, id).speech, { start, end }));
        expect(found).toBeGreaterThan(0.75 * (end - start));
      }
    }
  });

  test('has an emotion only where somebody speaks, and never one label for over 15 s', async () => {
    const { tracks } = await speakConversation(SECONDS, CALL);
    const { segments, speakers, summary, moments } = await analyse(tracks);
    for (const { start, end, speaker, probabilities, score } of segments) {
      expect(end - start).toBeLessThanOrEqual(15 + 1e-6);
      expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
      expect(score).toBeGreaterThan(0);
      const speech = speakers.find(({ id }) => id === speaker)?.speech ?? [];
      expect(speech.some((span) => span.start <= start + 1e-6 && end <= span.end + 1e-6)).toBe(
        true,
      );
    }
    for (const moment of moments) expect(moment.end - moment.start).toBeLessThanOrEqual(15);
    const left = segments.filter(({ speaker }) => speaker === 'left');
    const total = left.reduce((sum, { start, end }) => sum + end - start, 0);
    expect(total).toBeCloseTo(summary.speakers[0]?.speechSeconds ?? 0, 3);
    expect(summary.overlapSeconds).toBeGreaterThan(0.5);
    expect(summary.silenceSeconds + summary.speechSeconds).toBeCloseTo(SECONDS, 6);
    expect(summary.speakers[1]?.interruptions).toBe(1);
  });

  test('finds where the woman is angry and where she is sad', async () => {
    const { tracks } = await speakConversation(SECONDS, CALL);
    const { moments, segments } = await analyse(tracks);
    const angry = moments.find(({ label }) => label === 'ang');
    expect(angry).toMatchObject({ speaker: 'left' });
    expect(Math.abs((angry?.start ?? 0) - 9)).toBeLessThan(2);
    const labelAt = (time: number) =>
      segments.find(({ speaker, start, end }) => speaker === 'left' && start <= time && time < end);
    expect(labelAt(10)).toMatchObject({ label: 'ang' });
    expect(labelAt(30)).toMatchObject({ label: 'sad' });
  });

  test('is the same every time, and for pieces of any length', async () => {
    const { tracks } = await speakConversation(SECONDS, CALL, { leak: 0.12 });
    const whole = await analyse(tracks);
    expect(await analyse(tracks)).toEqual(whole);
    expect(await analyse(tracks, {}, [1, 511, 77_777, 4096])).toEqual(whole);
    expect(await analyse(tracks, {}, [SECONDS * 16_000])).toEqual(whole);
  });

  test('is JSON that its schema accepts', async () => {
    const { tracks } = await speakConversation(20, CALL);
    const json = toConversationJson(await analyse(tracks, { parts: 'minutes' }));
    expect(conversationSchema.parse(JSON.parse(JSON.stringify(json)))).toEqual(json);
    expect(JSON.stringify(json)).not.toMatch(/\d\.\d{7}/);
  });

  test('can be mixed, and one channel can be taken alone', async () => {
    const { tracks } = await speakConversation(20, CALL);
    const left = await analyse(tracks, { channels: 'left' });
    expect(left.speakers.map(({ id, channel }) => [id, channel])).toEqual([['left', 0]]);
    expect(left.speakers).toEqual((await analyse(tracks)).speakers.slice(0, 1));
    const mixed = await analyse(tracks, { channels: 'mix', names: { 'speaker-1': 'All' } });
    expect(mixed.speakers.map(({ id, name, channel }) => [id, name, channel])).toEqual([
      ['speaker-1', 'All', undefined],
    ]);
  });
});

describe('a recording that is no call', () => {
  test('is mono if its channels are equal or share a room', async () => {
    const mono = await speakConversation(20, CALL, { channels: 1 });
    const [track = new Float32Array(0)] = mono.tracks;
    const room = track.map((sample, at) => 0.8 * sample + 0.3 * (track[at - 20] ?? 0));
    for (const other of [track, track.map((sample) => 0.999 * sample), room]) {
      const { speakers } = await analyse([track, other]);
      expect(speakers.map(({ id }) => id)).toEqual(['speaker-1']);
    }
  });

  test('has no speaker, no segment and the finding no-speech if nobody speaks', async () => {
    const noise = Float32Array.from({ length: 30 * 16_000 }, (_, at) => 0.05 * Math.sin(at * at));
    const silent = await analyse([new Float32Array(30 * 16_000), noise]);
    expect(silent).toMatchObject({ speakers: [], segments: [], moments: [] });
    expect(silent.findings.map(({ code }) => code)).toContain('no-speech');
    expect(silent.summary).toMatchObject({ speechSeconds: 0, silenceSeconds: 30, speakers: [] });
    conversationSchema.parse(toConversationJson(silent));
  });

  test('may be shorter than a window, or than a syllable', async () => {
    const word = await speakConversation(1.2, [{ clip: 'angry-man', at: 0, channel: 0 }]);
    expect((await analyse([word.tracks[0] ?? new Float32Array(0)])).segments).toHaveLength(1);
    expect((await analyse([new Float32Array(500).fill(0.1)])).segments).toEqual([]);
    await expect(analyse([new Float32Array(100)])).rejects.toMatchObject({
      code: 'audio-too-short',
    });
  });
});

describe('the events of an analysis', () => {
  test('report progress and provisional segments before the result', async () => {
    const { tracks } = await speakConversation(SECONDS, CALL);
    const input = { sampleRate: 16_000, pieces: cutTracks(tracks, [9_999]) };
    const events = [];
    for await (const event of analyseConversation(model, input)) events.push(event);
    expect(events.at(-1)?.kind).toBe('result');
    const progress = events.flatMap((event) => (event.kind === 'progress' ? [event.seconds] : []));
    expect(progress).toEqual([65.536, SECONDS]);
    const early = events.flatMap((event) => (event.kind === 'segments' ? event.segments : []));
    expect(early.length).toBeGreaterThan(6);
    expect(early.every(({ start, end }) => end > start)).toBe(true);
  });

  test('end when the signal is aborted or the consumer stops, and the source is closed', async () => {
    const { tracks } = await speakConversation(SECONDS, CALL);
    let closed = 0;
    const pieces = async function* () {
      try {
        for (let times = 0; times < 20; times++) yield* cutTracks(tracks, [100_000]);
      } finally {
        closed++;
      }
    };
    for await (const event of analyseConversation(model, { sampleRate: 16_000, pieces: pieces() }))
      if (event.kind === 'progress') break;
    expect(closed).toBe(1);
    const controller = new AbortController();
    const input = { sampleRate: 16_000, pieces: pieces() };
    const events = analyseConversation(model, input, { signal: controller.signal });
    await events.next();
    controller.abort(new Error('enough'));
    await expect(conversationOf(events)).rejects.toThrow('enough');
    expect(closed).toBe(2);
  });

  test.each([
    [{ windowSeconds: 0.2 }, 'window of 0.2 s'],
    [{ stepSeconds: 0.1 }, 'step of 0.1 s'],
    [{ windowSeconds: 2, stepSeconds: 3 }, 'step of 3 s'],
    [{ windowSeconds: NaN }, 'window of NaN s'],
    [{ speakers: 0 }, '0 speakers'],
  ])('are refused with %j', async (options, message) => {
    await expect(analyse([new Float32Array(16_000)], options)).rejects.toThrow(message);
  });
});
