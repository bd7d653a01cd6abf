import { expect, test } from 'vitest';
import type { FindingCode } from '../../src/findings.js';
import { explain } from '../../src/server/gradio/explain.js';

const lines = (code: FindingCode) =>
  explain({
    model: 'm',
    label: 'sad',
    index: 0,
    score: 0.9,
    probabilities: { sad: 0.9 },
    labels: [{ id: 'sad', en: 'sad', zh: '悲伤' }],
    durationSeconds: 2,
    computeSeconds: 0.1,
    findings: [{ code, value: 0 }],
  }).split('\n');

test('dimensions beside the classes follow the label', () => {
  const [zh, en] = explain({
    ...{ model: 'm', label: 'sad', index: 0, score: 0.9, probabilities: { sad: 0.9 } },
    labels: [{ id: 'sad', en: 'sad', zh: '悲伤' }],
    dimensions: { arousal: 0.25 },
    dimensionLabels: [{ id: 'arousal', en: 'arousal', zh: '唤醒度' }],
    ...{ durationSeconds: 2, computeSeconds: 0.1, findings: [] },
  }).split('\n');
  expect(zh).toMatch(/概率 0\.900。 唤醒度 0\.250。$/);
  expect(en).toMatch(/of 0\.900\. arousal 0\.250\.$/);
});

test("a finding that makes the result meaningless stands before the label in Gradio's explanation", () => {
  const [zh, zhLabel, en, enLabel] = lines('no-speech');
  expect([zh, en].join()).toMatch(/没有检测到语音.*No speech was found/);
  expect([zhLabel, enLabel].join()).toMatch(/悲伤.*sad/);
});

test('a finding that only makes the result doubtful stands after the label', () => {
  const [zhLabel, zh, enLabel, en] = lines('uncertain');
  expect([zhLabel, enLabel].join()).toMatch(/悲伤.*sad/);
  expect([zh, en].join()).toMatch(/没有把握.*not sure/);
});
