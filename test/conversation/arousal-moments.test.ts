import { describe, expect, test } from 'vitest';
import {
  analyseConversation,
  conversationOf,
  describeMoment,
  toConversationJson,
  writeConversation,
} from '../../src/conversation/index.js';
import { findArousalMoments } from '../../src/conversation/segments/arousal-moments.js';
import { nameLabel } from '../../src/labels.js';
import { openModel, prepareBundle } from '../../src/node/index.js';
import { fixture } from '../models/golden.js';
import { cutTracks, speakConversation } from '../support/spoken-conversation.js';
import { CALL } from './made-conversation.js';

const DIMENSIONS = ['dominance', 'arousal'].map(nameLabel);

/** Windows of half a second with these values of arousal, which waver a little. */
const windowsOf = (values: readonly number[]) =>
  values.map((value, at) => ({
    start: at / 2,
    end: at / 2 + 0.5,
    values: Float32Array.of(0.9, value + (at % 2 ? 0.01 : -0.01)),
  }));

const repeat = (seconds: number, value: number) => new Array<number>(2 * seconds).fill(value);

const momentsOf = (values: readonly number[]) =>
  findArousalMoments([{ speaker: 'left', windows: windowsOf(values) }], DIMENSIONS);

describe('the moments of arousal', () => {
  test('are departures from what is usual for the speaker, upwards and downwards', () => {
    const moments = momentsOf([
      ...repeat(20, 0.4),
      ...repeat(8, 0.7),
      ...repeat(20, 0.4),
      ...repeat(3, 0.2),
      ...repeat(20, 0.4),
    ]);
    expect(moments).toMatchObject([
      { start: 20, end: 28, label: 'arousal', level: 'high', before: 'usual' },
      { start: 48, end: 51, level: 'low', reason: 'peak' },
      { start: 28, end: 43, level: 'usual', before: 'high', reason: 'turning-point' },
    ]);
    expect(moments[0]?.score).toBeCloseTo(0.71, 5);
    expect(moments[1]?.score).toBeCloseTo(0.19, 5);
  });

  test('are the same for a voice that is always higher', () => {
    const course = [...repeat(20, 0.3), ...repeat(5, 0.6), ...repeat(20, 0.3)];
    const spans = (values: readonly number[]) =>
      momentsOf(values).map(({ start, end, level }) => ({ start, end, level }));
    expect(spans(course)).toHaveLength(2);
    expect(spans(course.map((value) => value + 0.3))).toEqual(spans(course));
  });

  test('need a departure that stands out from the usual ups and downs', () => {
    const restless = Array.from({ length: 80 }, (_, at) => 0.5 + 0.2 * Math.sin(at / 3));
    expect(momentsOf([...repeat(20, 0.4), ...repeat(8, 0.48), ...repeat(20, 0.4)])).toEqual([]);
    expect(momentsOf(restless)).toEqual([]);
    expect(momentsOf([...repeat(4, 0.4), ...repeat(4, 0.9)])).toEqual([]);
    expect(momentsOf([])).toEqual([]);
  });

  test('do not exist without this dimension', () => {
    const windows = windowsOf([...repeat(20, 0.4), ...repeat(8, 0.9)]);
    const names = ['dominance', 'valence'].map(nameLabel);
    expect(findArousalMoments([{ speaker: 'left', windows }], names)).toEqual([]);
  });

  test('say why in words and keep their value in every format', () => {
    const moments = momentsOf([...repeat(20, 0.4), ...repeat(5, 0.7), ...repeat(20, 0.4)]);
    const [moment] = moments;
    if (!moment) throw new Error('no moment');
    const conversation = { ...CALL, task: 'regression' as const, labels: DIMENSIONS, moments };
    const speakers = [{ id: 'left', speech: [], baselineSeconds: 0 }];
    const about = { speakers, labels: DIMENSIONS };
    expect(describeMoment(moment, about)).toEqual({
      en: 'Left channel: arousal rises above its usual level (0.71)',
      zh: '左声道：唤醒度升到平时水平以上（0.71）',
    });
    expect(describeMoment({ ...moment, reason: 'peak' }, about)).toEqual({
      en: 'Left channel: arousal is higher than usual (0.71)',
      zh: '左声道：唤醒度高于平时（0.71）',
    });
    const files = { file: 'a.wav', conversation: toConversationJson(conversation) };
    const options = { content: 'moments', language: 'en' } as const;
    expect(writeConversation(files, 'srt', options)).toContain('arousal 0.71');
    expect(writeConversation(files, 'csv', options)).toContain('arousal 0.71');
  });

  test('come out of the analysis of a recording, with the values of its course', async () => {
    const bundle = await prepareBundle({ source: fixture('checkpoints/audeering') });
    const model = await openModel(bundle);
    const clips = ['neutral-woman', 'sad-woman', 'angry-woman', 'neutral-woman', 'angry-woman'];
    const spoken = clips.map((clip, at) => ({ clip, at: 1 + 4 * at, channel: 0 }));
    const { tracks } = await speakConversation(22, spoken, { channels: 1 });
    const input = { sampleRate: 16_000, pieces: cutTracks(tracks, [40_000]) };
    const moments = { threshold: 0.001, leastSeconds: 0.5 };
    const result = await conversationOf(analyseConversation(model, input, { moments }));
    await model.dispose();
    const course = result.summary.speakers[0]?.course ?? [];
    const at = result.labels.findIndex(({ id }) => id === 'arousal');
    expect(result.moments.length).toBeGreaterThan(0);
    for (const { label, level, score } of result.moments) {
      expect(label).toBe('arousal');
      expect(['low', 'usual', 'high']).toContain(level);
      expect(course.some(({ values }) => Math.abs((values[at] ?? NaN) - score) < 1e-6)).toBe(true);
    }
  });
});
