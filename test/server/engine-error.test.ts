import { expect, test } from 'vitest';
import { FileError } from '../../src/errors.js';
import { toJobError } from '../../src/server/engine/engine-error.js';
import { toProblemData } from '../../src/server/problem/index.js';
import { WorkerError } from '../../src/workers/index.js';

const worker = { exit: 'killed by SIGKILL' };
const problem = (error: unknown, isLost: boolean) =>
  toProblemData(toJobError(error, worker, isLost));

test('a model that was lost in a crash is being loaded; one that was unloaded is not', () => {
  const error = new WorkerError('model-not-open', 'no such model');
  const lost = { code: 'model-loading', status: 503, retryAfterSeconds: 2 };
  expect(problem(error, true)).toMatchObject(lost);
  expect(problem(error, false)).toMatchObject({ code: 'model-not-loaded', status: 409 });
});

test('a recording that was deleted on the server is asked for again, without its path', () => {
  const gone = Object.assign(new Error('gone'), { code: 'ENOENT' });
  const found = problem(FileError.from(gone, '/folder/of/the/server/file', 'read'), false);
  expect(found).toMatchObject({ code: 'upload-lost', status: 503, retryAfterSeconds: 2 });
  expect(found.message).not.toContain('/folder');
});

test('a process that ended is said to have ended', () => {
  const error = new WorkerError('worker-ended', 'ended');
  expect(problem(error, false)).toMatchObject({ code: 'engine-failed', status: 500 });
});
