import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AudioError, errnoCode, FileError } from '../errors.js';
import type { Waveform } from '../waveform.js';
import { corruptAudio, MAX_DECODED_BYTES } from './limits.js';
import type { AudioFormat } from './sniff.js';
import { decodeWav } from './wav.js';

/** The demultiplexer that ffmpeg has to use: it must not take a file for a list of other files. */
const DEMUXERS: Readonly<Record<AudioFormat, string>> = {
  wav: 'wav',
  aiff: 'aiff',
  flac: 'flac',
  mp3: 'mp3',
  mp2: 'mp3',
  ogg: 'ogg',
  webm: 'matroska',
  mp4: 'mov',
  aac: 'aac',
  amr: 'amr',
  asf: 'asf',
  caf: 'caf',
  au: 'au',
  w64: 'w64',
  avi: 'avi',
  ac3: 'ac3',
};

/** AAC decodes hundreds of times faster than it plays; this is hours of it. In milliseconds. */
const TIME_LIMIT = 10 * 60 * 1000;

/** What is kept of ffmpeg's complaints for the message. */
const MAX_COMPLAINT = 300;

/**
 * Decodes with the `ffmpeg` found on PATH, at the rate and with the channels of the file. The
 * recording is copied to a temporary file, because an MP4 file cannot be read from a pipe; the
 * copy is removed in any case. ffmpeg is given no network and no shell.
 *
 * @param codec what no decoder of our own reads, for the message
 * @throws AudioError `audio-needs-ffmpeg`, `audio-corrupt`, `audio-too-long`; FileError
 */
export async function decodeWithFfmpeg(
  blob: Blob,
  format: AudioFormat,
  codec: string,
  signal?: AbortSignal,
): Promise<Waveform> {
  await findFfmpeg(codec);
  const folder = await makeFolder();
  try {
    const path = join(folder, 'recording');
    const { wav, isDamaged } = await run(await copy(blob, path, signal), format, signal);
    const waveform = await decodeWav(wav, signal);
    return isDamaged ? { ...waveform, damagedPlaces: 1 } : waveform;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Looks for ffmpeg before a long recording is copied in vain. */
async function findFfmpeg(codec: string): Promise<void> {
  const child = spawn('ffmpeg', ['-version'], { stdio: 'ignore', windowsHide: true });
  try {
    await once(child, 'spawn');
  } catch (error) {
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

/** Everything but the first track of sound is left out; samples come as float WAV on stdout. */
function argumentsFor(path: string, format: AudioFormat): string[] {
  const input = ['-protocol_whitelist', 'file,pipe', '-f', DEMUXERS[format], '-i', `file:${path}`];
  const output = ['-map', '0:a:0', '-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1'];
  return ['-nostdin', '-hide_banner', '-loglevel', 'error', ...input, ...output];
}

/** What ffmpeg wrote, and whether it complained: it skips what it cannot read. */
type Output = { readonly wav: Blob; readonly isDamaged: boolean };

async function run(path: string, format: AudioFormat, signal?: AbortSignal): Promise<Output> {
  const child = spawn('ffmpeg', argumentsFor(path, format), {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT,
    killSignal: 'SIGKILL',
    windowsHide: true,
    ...(signal && { signal }),
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(0, MAX_COMPLAINT);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // Both are awaited below; a failure to start must not go unhandled meanwhile.
  ended.catch(() => undefined);
  try {
    const parts = await collect(child.stdout);
    const code = await ended;
    // Killed: by the limit of time, or by the system for want of memory.
    if (code === null || (code !== 0 && parts.length === 0)) {
      throw failure(path, format, complaint, code === null);
    }
    return { wav: new Blob(parts), isDamaged: code !== 0 || complaint !== '' };
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    child.kill('SIGKILL');
  }
}

/** Takes ffmpeg's output up to the limit of every recording. */
async function collect(stdout: AsyncIterable<Buffer>): Promise<Blob[]> {
  const parts: Blob[] = [];
  let bytes = 0;
  for await (const part of stdout) {
    bytes += part.length;
    if (bytes > MAX_DECODED_BYTES) {
      const most = `${MAX_DECODED_BYTES / 2 ** 30} GiB`;
      throw new AudioError(
        'audio-too-long',
        `The recording is too long: found more than ${most} of samples. Cut it into parts.`,
      );
    }
    // A blob copies bytes once, and joins blobs without a copy.
    parts.push(new Blob([part]));
  }
  return parts;
}

function failure(path: string, format: AudioFormat, complaint: string, wasKilled: boolean) {
  if (wasKilled) {
    return corruptAudio(
      format,
      `ffmpeg was ended before it finished, after at most ${TIME_LIMIT / 1000} s`,
    );
  }
  if (complaint.includes('matches no streams')) {
    return corruptAudio(format, 'found no track of sound in it');
  }
  const [line = ''] = complaint.split(path).join('the file').trim().split('\n');
  return corruptAudio(format, `ffmpeg said "${line}"`);
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
