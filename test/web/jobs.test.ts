import { expect, test } from 'vitest';
import type { ModelEntry } from '../../web/src/api/types.ts';
import { sortJobs } from '../../web/src/recognise/sort-jobs.ts';
import { comparisonKey, parseComparison } from '../../web/src/state/comparison.ts';
import { LARGEST_GROUP, nextGroup } from '../../web/src/state/group-jobs.ts';
import { loadsOnDemand } from '../../web/src/state/load-on-demand.ts';
import { isPending, waitingJobs } from '../../web/src/state/pending-jobs.ts';
import { hasSomethingToLose, type Job } from '../../web/src/state/session-store.ts';
import { makeJob, makeResult } from './make-result.ts';

const finished = (change: Partial<Job> = {}) =>
  makeJob({
    ...{ status: 'finished', result: makeResult(), facts: { when: 0, modelId: 'mini' } },
    ...change,
  });

test('a recording is pending without a result of the chosen model', () => {
  expect(isPending(makeJob(), 'mini')).toBe(true);
  expect(isPending(makeJob({ status: 'failed' }), 'mini')).toBe(true);
  expect(isPending(finished(), 'mini')).toBe(false);
  expect(isPending(finished(), 'other')).toBe(true);
});

test('a result of before a reload has no audio, so that it is not computed again', () => {
  expect(isPending(finished({ recording: undefined }), 'other')).toBe(false);
  expect(waitingJobs([finished({ recording: undefined, status: 'waiting' })])).toEqual([]);
});

test('a result is pending if it was compared with something else', () => {
  const compared = finished({ facts: { when: 0, modelId: 'mini', comparison: 'voice-1' } });
  expect(isPending(compared, 'mini', 'voice-1')).toBe(false);
  expect(isPending(compared, 'mini', 'voice-2')).toBe(true);
  expect(isPending(compared, 'mini')).toBe(true);
  expect(isPending(finished(), 'mini', 'list')).toBe(true);
});

test('what is left of a run are the jobs that wait, added during the run or not', () => {
  const jobs = [finished(), makeJob({ id: '2', status: 'failed' }), makeJob({ id: '3' })];
  expect(waitingJobs(jobs).map(({ id }) => id)).toEqual(['3']);
});

test('leaving the page asks while work would be lost', () => {
  const state = { jobs: [], shownId: undefined, running: false, recording: false };
  expect(hasSomethingToLose(state)).toBe(false);
  expect(hasSomethingToLose({ ...state, running: true })).toBe(true);
  expect(hasSomethingToLose({ ...state, recording: true })).toBe(true);
  expect(hasSomethingToLose({ ...state, jobs: [finished()] })).toBe(false);
  expect(hasSomethingToLose({ ...state, jobs: [finished({ isRecorded: true })] })).toBe(true);
});

test('jobs are sorted by file name with numbers as numbers, and keep their order without a column', () => {
  const jobs = ['b10.wav', 'b9.wav', 'a.wav'].map((name) => makeJob({ id: name, name }));
  const names = (sorted: readonly Job[]) => sorted.map(({ name }) => name);
  expect(names(sortJobs(jobs, undefined))).toEqual(['b10.wav', 'b9.wav', 'a.wav']);
  const byFile = { column: 'file', descending: false } as const;
  expect(names(sortJobs(jobs, byFile))).toEqual(['a.wav', 'b9.wav', 'b10.wav']);
  expect(names(sortJobs(jobs, { ...byFile, descending: true }))).toEqual([
    ...['b10.wav', 'b9.wav', 'a.wav'],
  ]);
});

test('only an embedded model that the operator permits loads by itself', () => {
  const model: ModelEntry = {
    ...{ id: 'mini', name: 'mini', isInstalled: true, isDefault: true },
    origin: 'embedded',
    state: 'available',
  };
  expect(loadsOnDemand(model, true)).toBe(true);
  expect(loadsOnDemand(model, false)).toBe(false);
  expect(loadsOnDemand({ ...model, origin: 'hub' }, true)).toBe(false);
  expect(loadsOnDemand({ ...model, state: 'failed' }, true)).toBe(false);
});

test('recordings of one speaker are sent together: all, or those of a folder', () => {
  const jobs = ['a/1.wav', 'b/1.wav', 'a/2.wav'].map((name) => makeJob({ id: name, name }));
  const ids = (kind: 'none' | 'list' | 'folders') =>
    nextGroup(jobs, { kind })?.jobs.map(({ id }) => id);
  expect(ids('none')).toEqual(['a/1.wav']);
  expect(ids('list')).toEqual(['a/1.wav', 'b/1.wav', 'a/2.wav']);
  expect(ids('folders')).toEqual(['a/1.wav', 'a/2.wav']);
  expect(nextGroup(jobs, { kind: 'folders' })?.speaker).toBe('a');
  expect(nextGroup([], { kind: 'list' })).toBeUndefined();
  const many = Array.from({ length: LARGEST_GROUP + 2 }, (_, at) => makeJob({ id: String(at) }));
  expect(nextGroup(many, { kind: 'list' })?.jobs).toHaveLength((LARGEST_GROUP + 2) / 2);
});

test('a comparison is written as text and read again', () => {
  for (const comparison of [
    { kind: 'none' },
    { kind: 'folders' },
    { kind: 'voice', voiceId: 12 },
  ] as const)
    expect(parseComparison(comparisonKey(comparison))).toEqual(comparison);
  expect(parseComparison('voice-x')).toEqual({ kind: 'none' });
});
