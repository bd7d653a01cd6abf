import { expect, test } from 'vitest';
import { exportName, toCsv, toJson } from '../../web/src/result/export-rows.ts';
import { makeResult } from './make-result.ts';

const FACTS = {
  when: Date.UTC(2026, 10, 3, 8),
  version: '1.2.3',
  modelId: 'owner/mini',
  revision: 'abc',
};
const ERROR = { code: 'audio-corrupt', status: 422, title: 'Damaged', detail: 'a "bad", file' };

test('a CSV file has the columns of the command line, then when and with what it was computed', () => {
  const csv = toCsv([
    { item: makeResult({ file: '=evil, "x".wav' }), facts: FACTS },
    { item: { file: 'b.wav', error: ERROR } },
  ]);
  expect(csv.split('\n')).toEqual([
    'file,model,label,score,hap,sad,duration_seconds,findings,error_code,error_message,' +
      'computed_at,wav2emo_version,model_revision,model_sha256,model_precision',
    `"'=evil, ""x"".wav",mini,sad,0.75,0.25,0.75,2,,,,2026-11-03T08:00:00.000Z,1.2.3,abc,,`,
    'b.wav,,,,,,,,audio-corrupt,"a ""bad"", file",,,,,',
    '',
  ]);
});

test('results of models with other classes share one table', () => {
  const dimensions = makeResult();
  const regression = {
    ...{ file: 'r.wav', model: 'r', labels: [], durationSeconds: 1, computeSeconds: 1 },
    ...{ findings: [{ code: 'short', value: 0.3 } as const], dimensions: { arousal: -0.5 } },
  };
  const [head, first, second] = toCsv([{ item: dimensions }, { item: regression }]).split('\n');
  expect(head).toContain('score,hap,sad,arousal,duration_seconds');
  expect(first).toBe('a.wav,mini,sad,0.75,0.25,0.75,,2,,,,,,,,');
  expect(second).toBe('r.wav,r,,,,,-0.5,1,short,,,,,,,');
});

test('dimensions beside the classes have columns of their own', () => {
  const item = makeResult({ dimensions: { arousal: 0.5 } });
  const [head, first] = toCsv([{ item }]).split('\n');
  expect(head).toContain('score,hap,sad,arousal,duration_seconds');
  expect(first).toBe('a.wav,mini,sad,0.75,0.25,0.75,0.5,2,,,,,,,,');
});

test('a JSON file has the time, the version, the revision and the settings, and no waveform', () => {
  const json: unknown = JSON.parse(
    toJson(
      [{ item: makeResult({ peaks: [0, 1] }), facts: FACTS }],
      new Date(Date.UTC(2026, 11, 1)),
    ),
  );
  expect(json).toMatchObject({
    exportedAt: '2026-12-01T00:00:00.000Z',
    settings: { timeline: true },
    results: [{ label: 'sad', run: { version: '1.2.3', revision: 'abc', modelId: 'owner/mini' } }],
  });
  expect(JSON.stringify(json)).not.toContain('peaks');
});

test.each([
  [['calls/Anna: 1?.wav'], 'Anna_ 1_ 2026-11-03.csv'],
  [['.wav'], 'wav2emo 2026-11-03.csv'],
  [['a.wav', 'b.wav'], 'wav2emo-2-recordings 2026-11-03.csv'],
])('an export of %j is called %s', (files, name) => {
  const items = files.map((file) => ({ item: makeResult({ file }) }));
  expect(exportName(items, 'csv', new Date(2026, 10, 3))).toBe(name);
});
