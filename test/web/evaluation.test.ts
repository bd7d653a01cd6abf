import { expect, test } from 'vitest';
import { checkLabels } from '../../web/src/evaluation/check-labels.ts';
import { computeEvaluation, notCounted } from '../../web/src/evaluation/compute-evaluation.ts';
import { evaluationCsv } from '../../web/src/evaluation/export-evaluation.ts';
import { matchClips } from '../../web/src/evaluation/match-clips.ts';
import type { BundleManifest } from '../../web/src/api/types.ts';
import { makeJob, makeResult } from './make-result.ts';

const table = (...rows: readonly string[]) => [
  { name: 'labels.csv', text: ['file,label,speaker', ...rows].join('\n') },
];

const LABELS = [
  { id: 'hap', en: 'happy', zh: '高兴' },
  { id: 'sad', en: 'sad', zh: '悲伤' },
];

const MANIFEST = {
  ...{ name: 'mini', task: 'classification', labels: LABELS, precision: 'fp32' },
  files: [{ path: 'model.onnx', bytes: 1, sha256: 'ab' }],
} as unknown as BundleManifest;

test('a row finds its recording with more or fewer folders and with Windows paths', () => {
  const names = ['set/a/1.wav', 'set/b/1.wav', '2.wav'];
  const { clips, leftOut } = matchClips(
    names,
    table('D:\\data\\set\\b\\1.wav,hap,x', 'a/1.wav,sad,y', '/home/me/2.wav,sad,y'),
  );
  expect(clips.map(({ file, label }) => [file, label])).toEqual([
    ...[
      ['set/b/1.wav', 'hap'],
      ['set/a/1.wav', 'sad'],
      ['2.wav', 'sad'],
    ],
  ]);
  expect(leftOut).toEqual([]);
});

test('nothing is left out without a reason', () => {
  const names = [
    'a/1.wav',
    'b/1.wav',
    'part.wav',
    'extra.wav',
    'twice.wav',
    'odd.wav',
    'bored.wav',
  ];
  const rows = ['1.wav,hap,x', 'gone.wav,hap,x', 'odd.wav,wibble,x', 'bored.wav,bored,x'];
  const matched = matchClips(names, [
    ...table(...rows, 'twice.wav,hap,x', 'twice.wav,sad,x'),
    { name: 'parts.csv', text: 'file,label,start,end\npart.wav,hap,0.5,2' },
  ]);
  const { clips, leftOut } = checkLabels(matched, LABELS);
  expect(clips.map(({ file }) => file)).toEqual(['bored.wav']);
  expect(leftOut.map(({ file, reason }) => `${file} ${reason}`).toSorted()).toEqual([
    ...['1.wav ambiguous', 'a/1.wav unlisted', 'b/1.wav unlisted', 'bored.wav outside'],
    ...['extra.wav unlisted', 'gone.wav missing-file', 'odd.wav unknown-label'],
    ...['part.wav part', 'twice.wav conflict'],
  ]);
});

test('folders may have Chinese names, of emotions that the model does not have, too', () => {
  const names = ['录音/悲伤/1.wav', '录音/高兴/2.wav', '录音/厌恶/3.wav', '录音/说明/4.wav'];
  const { clips, leftOut, resolver } = checkLabels(matchClips(names, []), LABELS);
  const kinds = new Map(clips.map(({ label = '' }) => [label, resolver.resolve(label)]));
  expect(kinds).toEqual(
    new Map<string, unknown>([
      ['高兴', { kind: 'known', index: 0 }],
      ['悲伤', { kind: 'known', index: 1 }],
      ['厌恶', { kind: 'outside', name: 'disgusted' }],
    ]),
  );
  expect(leftOut.map(({ reason }) => reason).toSorted()).toEqual(['outside', 'unlisted']);
});

test('the figures count the clips that have a result, and the rest is named', () => {
  const names = ['a.wav', 'b.wav', 'c.wav', 'd.wav', '=e.wav'];
  const plan = checkLabels(
    matchClips(
      names,
      table('a.wav,sad,x', 'b.wav,hap,x', 'c.wav,hap,y', 'd.wav,sad,y', '=e.wav,sad,y'),
    ),
    LABELS,
  );
  const jobs = names.map((name, at) =>
    makeJob({ id: name, name, status: 'finished', ...(at < 2 && { result: makeResult() }) }),
  );
  jobs[2] = makeJob({
    ...{ id: 'c', name: 'c.wav', status: 'failed' },
    problem: { code: 'audio-corrupt', title: 'Corrupt', status: 422 },
  });
  jobs[4] = makeJob({ id: 'e', name: '=e.wav', status: 'finished', result: makeResult() });
  const computed = computeEvaluation(plan, jobs, {
    manifest: MANIFEST,
    madeBy: 'test',
    dataName: 'labels.csv',
  });
  expect(computed?.figures).toMatchObject({
    ...{ clips: 3, speakers: 2, drawnOver: 'speakers' },
    confusion: [
      [0, 1],
      [0, 2],
    ],
    accuracy: { value: 2 / 3 },
    averageRecall: { value: 0.5 },
  });
  expect(computed?.leftOut).toEqual(notCounted(plan, jobs));
  expect(computed?.leftOut).toEqual([
    { file: 'c.wav', reason: 'failed', detail: 'audio-corrupt' },
    { file: 'd.wav', reason: 'waiting' },
  ]);
  const csv = computed ? evaluationCsv(computed).trimEnd().split('\n') : [];
  expect(csv).toEqual([
    'file,label,speaker,result,score,hap,sad,note,detail',
    'a.wav,sad,x,sad,0.75,0.25,0.75,,',
    'b.wav,hap,x,sad,0.75,0.25,0.75,,',
    "'=e.wav,sad,y,sad,0.75,0.25,0.75,,",
    'c.wav,,,,,,,failed,audio-corrupt',
    'd.wav,,,,,,,waiting,',
  ]);
});
