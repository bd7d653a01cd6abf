import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AudioError, errnoCode, FileError } from '../../../errors.js';
import type { Waveform } from '../../../waveform.js';
import type { DecoderContext } from '../../decode/decoder.js';
import { runFfmpeg } from './run-ffmpeg.js';
import type { AudioFormat } from '../../decode/sniff-audio.js';

/**
 * Decodes with the `ffmpeg` found on PATH, at the rate and with the channels of the file. The
 * recording is copied to a temporary file, because an MP4 file cannot be read from a pipe; the
 * copy is removed in any case. ffmpeg is given no network and no shell.
 *
 * @param codec what no decoder of our own reads, for the message
 * @throws AudioError `audio-needs-ffmpeg`, `audio-corrupt`, `audio-too-long`; FileError
 */
export async function* decodeWithFfmpeg(
  blob: Blob,
  format: AudioFormat,
  codec: string,
  context: DecoderContext,
): AsyncGenerator<Waveform, void> {
  await findFfmpeg(codec, context.signal);
  const folder = await makeFolder();
  try {
    const path = await copy(blob, join(folder, 'recording'), context.signal);
    yield* runFfmpeg(path, format, context);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Looks for ffmpeg before a long recording is copied in vain. */
async function findFfmpeg(codec: string, signal?: AbortSignal): Promise<void> {
  const child = spawn('ffmpeg', ['-version'], { stdio: 'ignore', windowsHide: true });
  try {
    await once(child, 'spawn');
  } catch (error) {
    signal?.throwIfAborted();
    if (isAbsent(error)) throw needsFfmpeg(codec, error);
    throw error;
  }
}

async function makeFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'wav2emo-'));
  } catch (error) {
    throw FileError.from(error, tmpdir(), 'make a temporary folder in');
  }
}

async function copy(blob: Blob, path: string, signal?: AbortSignal): Promise<string> {
  const options = signal ? { signal } : {};
  try {
    await pipeline(Readable.fromWeb(blob.stream()), createWriteStream(path), options);
    return path;
  } catch (error) {
    signal?.throwIfAborted();
    throw FileError.from(error, path, 'copy the recording to');
  }
}

const isAbsent = (error: unknown) => ['ENOENT', 'EACCES', 'ENOTDIR'].includes(errnoCode(error));

function needsFfmpeg(codec: string, cause: unknown): AudioError {
  return new AudioError(
    'audio-needs-ffmpeg',
    `Found ${codec}, which needs the program ffmpeg, and there is none on PATH. Install it ` +
      '(Debian and Ubuntu: "apt install ffmpeg"; macOS: "brew install ffmpeg"; Windows: "winget ' +
      'install ffmpeg") or convert the recording to WAV.',
    { cause },
  );
}
