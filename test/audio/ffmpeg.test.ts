import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeAudio } from '../../src/audio/index.js';
import { chirpBytes, openChirp } from './chirp.js';

const environment = { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'] };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ffmpeg-test-'));
  process.env['TMPDIR'] = folder;
});

afterEach(() => {
  Object.assign(process.env, { PATH: environment.PATH });
  if (environment.TMPDIR === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = environment.TMPDIR;
  rmSync(folder, { recursive: true });
});

test('without ffmpeg an M4A file is an error that says what to install', async () => {
  process.env['PATH'] = folder;
  const decoded = decodeAudio(await openChirp('aac.16000.1.m4a'));
  await expect(decoded).rejects.toMatchObject({
    code: 'audio-needs-ffmpeg',
    message: expect.stringMatching(/MP4 or M4A.*apt install ffmpeg.*convert/s) as string,
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('nothing is left in the temporary folder, however it ends', async () => {
  const whole = await chirpBytes('aac.16000.1.m4a');
  await decodeAudio(new Blob([whole])).catch(() => undefined);
  expect(readdirSync(folder)).toEqual([]);
  await expect(decodeAudio(new Blob([whole.slice(0, 300)]))).rejects.toHaveProperty('code');
  expect(readdirSync(folder)).toEqual([]);
  const controller = new AbortController();
  const aborted = decodeAudio(new Blob([whole]), { signal: controller.signal });
  setTimeout(() => {
    controller.abort(new Error('changed my mind'));
  }, 2);
  await aborted.catch((error: unknown) => {
    expect(error).toHaveProperty('message', 'changed my mind');
  });
  expect(readdirSync(folder)).toEqual([]);
});
