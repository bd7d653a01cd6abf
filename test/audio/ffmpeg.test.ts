import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeAudio, streamAudio } from '../../src/audio/node.js';
import { FileError } from '../../src/errors.js';
import { makeWav, voice } from '../support/make-wav.js';
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

test('without ffmpeg, the error for an M4A file says what to install', async () => {
  process.env['PATH'] = folder;
  const decoded = decodeAudio(await openChirp('aac.16000.1.m4a'));
  await expect(decoded).rejects.toMatchObject({
    code: 'audio-needs-ffmpeg',
    message: expect.stringMatching(/MP4 or M4A.*apt install ffmpeg.*convert/s) as string,
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('no file is left in the temporary folder after success or failure', async () => {
  const whole = await chirpBytes('aac.16000.1.m4a');
  await decodeAudio(new Blob([whole])).catch(() => undefined);
  expect(readdirSync(folder)).toEqual([]);
  await expect(decodeAudio(new Blob([whole.slice(0, 300)]))).rejects.toHaveProperty('code');
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(process.platform === 'win32')(
  'an aborted signal ends ffmpeg and leaves no temporary file',
  async () => {
    useProgram('sleep 60');
    const programs = readdirSync(folder);
    const controller = new AbortController();
    const { signal } = controller;
    const aborted = decodeAudio(await openChirp('aac.16000.1.m4a'), { signal });
    setTimeout(() => {
      controller.abort(new Error('changed my mind'));
    }, 200);
    await expect(aborted).rejects.toThrow('changed my mind');
    expect(readdirSync(folder)).toEqual(programs);
  },
);

test.skipIf(process.platform === 'win32')(
  'the copy of a recording is removed as soon as ffmpeg has opened it',
  async () => {
    const pieces = streamAudio(await openChirp('aac.16000.1.m4a'));
    expect((await pieces.next()).done).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
    await pieces.return(undefined);
  },
);

/** Puts a program called ffmpeg before all others; `$WAV` is a recording of 0.1 s. */
function useProgram(script: string): void {
  const wav = join(folder, 'out.wav');
  writeFileSync(wav, makeWav(0.1, voice));
  const text = `#!/bin/sh\n[ "$1" = -version ] && exit\nWAV='${wav}'\n${script}\n`;
  writeFileSync(join(folder, 'ffmpeg'), text, { mode: 0o755 });
  process.env['PATH'] = `${folder}:${environment.PATH ?? ''}`;
}

const decodeM4a = async (signal?: AbortSignal) =>
  decodeAudio(await openChirp('aac.16000.1.m4a'), signal ? { signal } : {});

describe.skipIf(process.platform === 'win32')('with another program in place of ffmpeg', () => {
  test('a failure after some audio counts as damage, and so does error output', async () => {
    useProgram('cat "$WAV"');
    expect(await decodeM4a()).not.toHaveProperty('damagedPlaces');
    useProgram('cat "$WAV"; exit 1');
    expect(await decodeM4a()).toHaveProperty('damagedPlaces', 1);
    useProgram('cat "$WAV"; echo "Invalid data" >&2');
    expect(await decodeM4a()).toHaveProperty('damagedPlaces', 1);
  });

  test('a killed program is an error even if it wrote samples before', async () => {
    useProgram('cat "$WAV"; kill -9 $$');
    await expect(decodeM4a()).rejects.toMatchObject({
      code: 'audio-corrupt',
      message: expect.stringContaining('killed before it finished') as string,
    });
  });

  test('its error output, which contains addresses and paths, is not shown', async () => {
    useProgram('echo "[mov,mp4 @ 0x5608] moov atom not found" >&2; exit 1');
    await expect(decodeM4a()).rejects.toMatchObject({
      code: 'audio-corrupt',
      message: expect.stringMatching(/^(?!.*0x5608).*was not finished/) as string,
    });
    useProgram(`echo "Stream map '0:a:0' matches no streams." >&2; exit 1`);
    await expect(decodeM4a()).rejects.toMatchObject({
      code: 'audio-unsupported',
      message: expect.stringContaining('has no audio track') as string,
    });
  });

  test('it decodes bytes of an unknown format, but not text', async () => {
    useProgram('cat "$WAV"');
    const unknown = new Blob([Uint8Array.of(0, 1, 2, 3, 200, 201)]);
    expect((await decodeAudio(unknown)).channels[0]).toHaveLength(1_600);
    await expect(decodeAudio(new Blob(['Hello, world']))).rejects.toMatchObject({
      code: 'audio-unknown-format',
    });
    useProgram('exit 1');
    await expect(decodeAudio(unknown)).rejects.toMatchObject({ code: 'audio-unknown-format' });
  });

  test('it is never started from a relative folder on PATH', async () => {
    useProgram('cat "$WAV"');
    process.env['PATH'] = ['', '.', relative(process.cwd(), folder)].join(delimiter);
    await expect(decodeM4a()).rejects.toMatchObject({ code: 'audio-needs-ffmpeg' });
  });

  test('an aborted signal ends it', async () => {
    useProgram('exec sleep 60');
    const signal = AbortSignal.timeout(200);
    await expect(decodeM4a(signal)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('a temporary folder that cannot be made is a FileError', async () => {
    useProgram('cat "$WAV"');
    process.env['TMPDIR'] = join(folder, 'absent');
    await expect(decodeM4a()).rejects.toBeInstanceOf(FileError);
  });
});

test('ffmpeg is searched for before any file is written', async () => {
  process.env['PATH'] = folder;
  process.env['TMPDIR'] = join(folder, 'absent');
  const decoded = decodeAudio(await openChirp('aac.16000.1.m4a'));
  await expect(decoded).rejects.toMatchObject({ code: 'audio-needs-ffmpeg' });
});
