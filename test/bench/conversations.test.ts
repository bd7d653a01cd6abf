import { describe, expect, it } from 'vitest';
import { halves } from '../../bench/conversations/casts.js';
import { makeCall } from '../../bench/conversations/make-call.js';
import { figuresOf, score, speakersOf } from '../../bench/conversations/score.js';
import { randomFrom } from '../../bench/voice-activity/sounds.js';
import { emotionDiarizationError } from '../../src/conversation/index.js';

const RATE = 16_000;
const LABELS = ['neu', 'ang', 'hap', 'sad'];

const clipsOf = (speaker: string) =>
  LABELS.flatMap((label) =>
    Array.from({ length: 5 }, (_, at) => ({
      ...{ corpus: 'made', speaker, label },
      path: `${speaker}-${label}-${at}`,
    })),
  );

/** Two seconds of noise, the same for one path. */
const load = (path: string) => {
  const random = randomFrom(path.length * 7919 + path.charCodeAt(path.length - 1));
  return Promise.resolve(Float32Array.from({ length: 2 * RATE }, () => random() - 0.5));
};

const call = await makeCall(
  [clipsOf('a'), clipsOf('b')],
  { seconds: 300, leak: 0.05 },
  load,
  randomFrom(123_456_789),
);

describe('makeCall', () => {
  it('has two episodes of 5 to 32 s of speech of each speaker, and is mostly neutral', () => {
    expect(call.episodes.map(({ speaker }) => speaker).sort()).toEqual([0, 0, 1, 1]);
    for (const { speech, start, end } of call.episodes) {
      expect(speech).toBeGreaterThanOrEqual(5);
      expect(speech).toBeLessThanOrEqual(32);
      expect(end - start).toBeGreaterThanOrEqual(speech - 1e-6);
    }
    const seconds = (isNeutral: boolean) =>
      call.segments
        .filter(({ label }) => (label === 'neu') === isNeutral)
        .reduce((sum, { start, end }) => sum + end - start, 0);
    expect(seconds(true)).toBeGreaterThan(seconds(false));
  });

  it('has the voice in its own channel, and 26 dB weaker in the other one', () => {
    const level = (channel: number, start: number, end: number) =>
      Math.hypot(
        ...(call.channels[channel] ?? new Float32Array(0)).subarray(start * RATE, end * RATE),
      );
    const first = call.segments[0];
    if (!first) throw new Error('no segment');
    const span = [first.start + 0.1, first.end - 0.1] as const;
    const ratio = level(first.speaker, ...span) / level(1 - first.speaker, ...span);
    expect(20 * Math.log10(ratio)).toBeCloseTo(26, 0);
  });
});

describe('halves', () => {
  it('share no speaker, and leave out who has no clips of an emotion', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const clips = [...names.flatMap(clipsOf), ...clipsOf('f').slice(0, 8)];
    const { tuning, report } = halves(clips);
    const speakers = [...tuning, ...report].map(([clip]) => clip?.speaker);
    expect(speakers.toSorted()).toEqual(names);
    expect(tuning).toHaveLength(2);
  });
});

/** What a perfect analysis returns, with other moments. */
function conversationWith(moments: readonly object[]) {
  const speakers = [0, 1].map((channel) => ({ id: `channel-${channel}`, channel, speech: [] }));
  const segments = call.segments.map((each) => ({ ...each, speaker: `channel-${each.speaker}` }));
  return { speakers, segments, moments };
}

function figures(moments: readonly object[]) {
  const conversation = conversationWith(moments);
  return figuresOf([
    score(call, conversation, speakersOf(call, conversation), emotionDiarizationError),
  ]);
}

const perfect = () =>
  call.episodes.map((each) => ({ ...each, speaker: `channel-${each.speaker}` }));

describe('score', () => {
  it('finds no error in the truth itself', () => {
    expect(figures(perfect())).toEqual({
      ...{ EDER: 0, recall: 1, recallAny: 1, precision: 1, falseHourly: 0 },
    });
    const conversation = conversationWith([]);
    const found = score(
      call,
      conversation,
      speakersOf(call, conversation),
      emotionDiarizationError,
    );
    expect(found.judgedSilence).toBe(0);
    expect(found.silence).toBeGreaterThan(10);
  });

  it('counts a moment of the wrong emotion as recalled, but not as right', () => {
    const moments = perfect().map((each) => ({ ...each, label: 'fea' }));
    expect(figures(moments)).toMatchObject({
      recall: 0,
      recallAny: 1,
      precision: 0,
      falseHourly: 0,
    });
  });

  it('counts a moment as false that is over 2 s from all episodes, or of the other speaker', () => {
    const [episode] = call.episodes;
    if (!episode) throw new Error('no episode');
    const moment = { speaker: `channel-${episode.speaker}`, label: episode.label };
    const hours = call.seconds / 3600;
    const near = { ...moment, start: episode.start - 3, end: episode.start - 1.9 };
    const far = { ...moment, start: episode.start - 3, end: episode.start - 2.1 };
    const other = { ...near, speaker: `channel-${1 - episode.speaker}` };
    expect(figures([near]).falseHourly).toBe(0);
    expect(figures([far]).falseHourly).toBeCloseTo(1 / hours, 6);
    expect(figures([other]).falseHourly).toBeCloseTo(1 / hours, 6);
    expect(figures([{ ...far, label: 'neu' }]).falseHourly).toBe(0);
  });

  it('counts silence that has an emotion', () => {
    const conversation = conversationWith([]);
    const all = { start: 0, end: call.seconds, speaker: 'channel-0', label: 'ang' };
    const found = score(
      call,
      { ...conversation, segments: [all] },
      speakersOf(call, conversation),
      emotionDiarizationError,
    );
    expect(found.judgedSilence).toBeCloseTo(found.silence, 6);
  });
});
