import { expect, test } from 'vitest';
import { toHttpProblem, toProblem } from '../../web/src/api/problem-error.ts';
import { retryable } from '../../web/src/common/retryable.ts';
import { exampleTitle } from '../../web/src/recognise/example-title.ts';
import { isAudioName } from '../../web/src/recognise/read-dropped.ts';
import { encodeWav } from '../../web/src/recording/encode-wav.ts';
import { seekTarget } from '../../web/src/result/seek-target.ts';
import { formatRoute, parseRoute } from '../../web/src/state/route.ts';

test('an address names a tab and a result in it, and other addresses none', () => {
  expect(parseRoute('#/history/12')).toEqual({ view: 'history', id: '12' });
  expect(parseRoute('#/api')).toEqual({ view: 'api' });
  expect(['#content', '#/else', '#/history/12/3', ''].map(parseRoute)).toEqual(
    Array.from({ length: 4 }, () => undefined),
  );
  expect(formatRoute({ view: 'recognise', id: '1-2' })).toBe('#/recognise/1-2');
});

test('a failure is not remembered, a result is', async () => {
  let calls = 0;
  const open = retryable(async () => {
    calls++;
    await Promise.resolve();
    if (calls === 1) throw new Error('blocked');
    return calls;
  });
  await expect(open()).rejects.toThrow('blocked');
  expect(await open()).toBe(2);
  expect(await open()).toBe(2);
});

test('a WAV file has its rate and its samples, clipped at full scale', async () => {
  const blocks = [Float32Array.of(0, 0.5), Float32Array.of(-2, 1)];
  const view = new DataView(await encodeWav(blocks, 48_000).arrayBuffer());
  expect(view.byteLength).toBe(44 + 8);
  expect(view.getUint32(24, true)).toBe(48_000);
  expect(view.getUint32(40, true)).toBe(8);
  expect([44, 46, 48, 50].map((at) => view.getInt16(at, true))).toEqual([0, 16384, -32767, 32767]);
});

test('a failed answer is a problem, with its document or only its status', () => {
  const problem = { code: 'queue-full', status: 503, title: 'Full' };
  expect(toHttpProblem(503, 'x', JSON.stringify(problem))).toEqual(problem);
  const bare = { code: 'http-error', status: 502, title: 'Bad Gateway' };
  expect(toHttpProblem(502, 'Bad Gateway', '<html>')).toEqual(bare);
  expect(toProblem(new TypeError('failed to fetch')).code).toBe('server-unreachable');
});

test('of a folder, audio files are taken and hidden ones are not', () => {
  const names = ['a.WAV', 'b.flac', '.c.wav', 'notes.txt', 'Thumbs.db'];
  expect(names.filter(isAudioName)).toEqual(['a.WAV', 'b.flac']);
});

test('keys of the waveform move inside the recording', () => {
  expect(seekTarget('ArrowRight', 9.5, 10)).toBe(10);
  expect(seekTarget('PageDown', 5, 60)).toBe(0);
  expect(seekTarget('End', 5, 60)).toBe(60);
  expect(seekTarget('x', 5, 60)).toBeUndefined();
});

test('an example is called by its file name in words', () => {
  expect(exampleTitle('german_angry-1.flac', 'en')).toBe('german angry 1');
  expect(exampleTitle('angry-woman.flac', 'zh')).toBe('愤怒 女声');
});
