import { expect, test } from 'vitest';
import { CALL } from '../conversation/made-conversation.js';
import { makeWav } from '../support/make-wav.js';
import { boardKey } from '../../web/src/conversation/board/board-keys.ts';
import { isDark } from '../../web/src/conversation/board/draw-lane.ts';
import {
  panView,
  viewAround,
  viewTicks,
  viewWith,
  wholeView,
  zoomView,
} from '../../web/src/conversation/board/view.ts';
import { clipWav } from '../../web/src/conversation/clip-wav.ts';
import {
  applyCorrections,
  correctLabel,
  countCorrections,
  nameSpeaker,
  NO_CORRECTIONS,
} from '../../web/src/conversation/corrections.ts';
import {
  ALL_MOMENTS,
  filterMoments,
  neighbourMoment,
} from '../../web/src/conversation/moments/filter-moments.ts';
import { readPeaks } from '../../web/src/conversation/peaks.ts';
import {
  isUncertain,
  lanesOf,
  segmentAt,
  segmentOf,
} from '../../web/src/conversation/shown-conversation.ts';

test('zooming keeps the moment under the pointer in its place, and ends at the recording', () => {
  const whole = wholeView(100);
  const near = zoomView(whole, 0.5, 20, 100);
  expect(near).toEqual({ start: 10, end: 60 });
  expect((20 - near.start) / (near.end - near.start)).toBeCloseTo(0.2);
  expect(zoomView(near, 10, 20, 100)).toEqual(whole);
  const closest = zoomView(whole, 1e-9, 50, 100);
  expect(closest.end - closest.start).toBeCloseTo(2);
});

test('a view never leaves the recording', () => {
  const view = { start: 40, end: 60 };
  expect(panView(view, 1000, 100)).toEqual({ start: 80, end: 100 });
  expect(panView(view, -1000, 100)).toEqual({ start: 0, end: 20 });
  expect(viewWith(view, 50, 100)).toBe(view);
  expect(viewWith(view, 70, 100)).toEqual({ start: 68, end: 88 });
  expect(viewAround({ start: 50, end: 60 }, 100)).toEqual({ start: 40, end: 70 });
  expect(viewAround({ start: 0, end: 1 }, 5)).toEqual({ start: 0, end: 5 });
});

test('the times of a view are round', () => {
  expect(viewTicks({ start: 0, end: 2400 }, 6)).toEqual([0, 600, 1200, 1800, 2400]);
  expect(viewTicks({ start: 61, end: 66 }, 6)).toEqual([61, 62, 63, 64, 65, 66]);
});

test('keys play, move and zoom; those of the browser stay its own', () => {
  const done: string[] = [];
  const note = (name: string) => (value?: number) => {
    done.push(value === undefined ? name : `${name} ${value}`);
  };
  const player = {
    ...{ isPlaying: false, isPlayable: true, rate: 1, time: () => 30 },
    ...{ playPause: note('play'), pause: note('pause'), setRate: note('rate') },
    ...{ seek: note('seek'), playFrom: note('from') },
  };
  const view = { zoomIn: note('in'), zoomOut: note('out'), showAll: note('all') };
  const targets = { player, view, duration: 90, onMoment: note('moment') };
  const plain = { ctrlKey: false, metaKey: false, altKey: false };
  for (const key of [' ', 'K', 'j', 'l', 'ArrowLeft', 'End', '+', 'n', 'P'])
    boardKey({ ...plain, key }, targets)?.();
  expect(done).toEqual([
    ...['play', 'play', 'seek 25', 'seek 35', 'seek 29', 'seek 90', 'in 30'],
    ...['moment 1', 'moment -1'],
  ]);
  expect(boardKey({ ...plain, key: 'Tab' }, targets)).toBeUndefined();
  expect(boardKey({ ...plain, ctrlKey: true, key: 'l' }, targets)).toBeUndefined();
});

test('a corrected label is exported with the probability that the model gave it', () => {
  const corrected = correctLabel(NO_CORRECTIONS, CALL, 1, 'ang');
  const named = nameSpeaker(corrected, 'right', '  Ben ');
  expect(countCorrections(named)).toBe(2);
  const { segments, speakers } = applyCorrections(CALL, named);
  expect(segments[1]).toMatchObject({ label: 'ang', score: 0.2 });
  expect(segments[0]).toBe(CALL.segments[0]);
  expect(speakers[1]?.name).toBe('Ben');
  const lanes = lanesOf(CALL, named);
  expect(lanes[1]?.segments[0]).toMatchObject({ label: 'ang', isCorrected: true, index: 1 });
  // The model's own label takes the correction back, and an empty name the name.
  expect(correctLabel(corrected, CALL, 1, 'sad')).toEqual(NO_CORRECTIONS);
  expect(nameSpeaker(named, 'right', ' ').names).toEqual({});
});

test('the segment at a moment is found; in silence there is none', () => {
  const [lane] = lanesOf(CALL, NO_CORRECTIONS);
  expect(segmentAt(lane?.segments ?? [], 0.2)).toBeUndefined();
  expect(segmentAt(lane?.segments ?? [], 0.5)?.label).toBe('neu');
  expect(segmentAt(lane?.segments ?? [], 5)).toBeUndefined();
  expect(segmentAt(lane?.segments ?? [], 8)?.label).toBe('ang');
});

test('moments are filtered by probability, emotion and speaker, and ordered', () => {
  const labels = (filter: object) =>
    filterMoments(CALL.moments, { ...ALL_MOMENTS, ...filter }).map(({ label }) => label);
  expect(labels({})).toEqual(['sad', 'ang']);
  expect(labels({ order: 'rank' })).toEqual(['ang', 'sad']);
  expect(labels({ threshold: 0.6 })).toEqual(['ang']);
  expect(labels({ speaker: 'right' })).toEqual(['sad']);
  expect(labels({ label: 'hap' })).toEqual([]);
  expect(neighbourMoment(CALL.moments, 0, 1)?.label).toBe('sad');
  expect(neighbourMoment(CALL.moments, 3, 1)?.label).toBe('ang');
  expect(neighbourMoment(CALL.moments, 7.5, -1)?.label).toBe('sad');
  expect(neighbourMoment(CALL.moments, 3.2, -1)).toBeUndefined();
});

test('a part of a WAV file is cut bit for bit', async () => {
  const wav = new Uint8Array(makeWav(2, (time) => Math.sin(700 * time)));
  const clip = await clipWav(new Blob([wav]), 0.5, 1.25);
  const bytes = new Uint8Array((await clip?.arrayBuffer()) ?? new ArrayBuffer(0));
  const view = new DataView(bytes.buffer);
  expect(view.getUint32(4, true)).toBe(bytes.length - 8);
  expect(view.getUint32(40, true)).toBe(0.75 * 32_000);
  expect(bytes.slice(44)).toEqual(wav.slice(44 + 16_000, 44 + 40_000));
  expect(await clipWav(new Blob(['no sound at all, but long enough to be read']), 0, 1)).toBe(
    undefined,
  );
});

test('quiet recordings fill their lanes', () => {
  const { channels } = readPeaks({ pairsPerSecond: 10, channels: [[-10, 20, 0, 5]] });
  expect(Array.from(channels[0] ?? [])).toEqual(
    [-63, 127, 0, 32].map((each) => expect.closeTo(each, 0) as number),
  );
});

test('words on an emotion strip have the colour with more contrast', () => {
  expect(['#e6a700', '#0072b2', '#ffffff', '#000000'].map(isDark)).toEqual([
    ...[false, true, false, true],
  ]);
});

test('a moment belongs to the segment of its speaker, and a correction ends the doubt', () => {
  const [first] = CALL.segments;
  if (!first) throw new Error('The call has segments.');
  const doubtful = {
    ...CALL,
    segments: [
      { ...first, findings: [{ code: 'uncertain', value: 0.4 }] as const },
      ...CALL.segments.slice(1),
    ],
  };
  const lanes = lanesOf(doubtful, NO_CORRECTIONS);
  const moment = { ...first, reason: 'peak' } as const;
  const found = segmentOf(lanes, moment);
  expect(found?.index).toBe(0);
  expect(segmentOf(lanes, { ...moment, speaker: 'nobody' })).toBeUndefined();
  const [one, two] = [0, 10].map((start) => ({ ...first, start, end: start + 2 }));
  const apart = lanesOf({ ...CALL, segments: [one ?? first, two ?? first] }, NO_CORRECTIONS);
  expect(segmentOf(apart, { ...moment, start: 1, end: 12 })?.index).toBe(1);
  expect(found && isUncertain(found)).toBe(true);
  const other = CALL.labels.find(({ id }) => id !== first.label)?.id ?? '';
  const corrected = lanesOf(doubtful, correctLabel(NO_CORRECTIONS, doubtful, 0, other));
  const again = segmentOf(corrected, moment);
  expect(again && isUncertain(again)).toBe(false);
});
