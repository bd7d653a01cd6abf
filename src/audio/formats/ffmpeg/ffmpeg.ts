import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileError } from '../../../errors.js';
import type { Waveform } from '../../../waveform.js';
import { changedWhileRead } from '../../decode/blob-window.js';
import { type FallbackRequest, needsFallback } from '../../decode/fallback-decoder.js';
import { findProgram } from './find-program.js';
import { runFfmpeg } from './run-ffmpeg.js';

/**
 * Decodes a recording with the `ffmpeg` on PATH, at the file's own rate with all its channels. The
 * recording is copied to a temporary file, as MP4 files cannot be read from a pipe; the copy is
 * removed as soon as ffmpeg has it open, so that none is left if the process is killed. ffmpeg runs without a shell and cannot use the network.
 *
 * @throws AudioError `audio-needs-ffmpeg`, `audio-unknown-format`, `audio-unsupported`,
 *   `audio-corrupt`, `audio-too-long`; FileError if the copy cannot be written
 */
export async function* decodeWithFfmpeg(
  blob: Blob,
  request: FallbackRequest,
): AsyncGenerator<Waveform, void> {
  // Look for the program first: copying a long recording without one is wasted work.
  const program = await findProgram('ffmpeg');
  if (program === undefined) throw needsFallback(request.codec);
  const folder = await makeFolder();
  try {
    const path = await copy(blob, join(folder, 'recording'), request.signal);
    let isCopyThere = true;
    for await (const piece of runFfmpeg(program, path, request)) {
      // Windows does not remove files that are open.
      if (isCopyThere && process.platform !== 'win32')
        await rm(folder, { recursive: true, force: true });
      isCopyThere = false;
      yield piece;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
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
    const reason = changedWhileRead(error);
    if (reason instanceof FileError) throw reason;
    throw FileError.from(error, path, 'copy the recording to');
  }
}
