import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Waveform } from '../../../waveform.js';
import { AudioError } from '../../../errors.js';
import type { FallbackRequest } from '../../decode/fallback-decoder.js';
import { corruptAudio, holdsNoSound } from '../../decode/limits.js';
import type { AudioFormat } from '../../decode/sniff-audio.js';
import { decodeWavParts } from '../pcm/wav-parts.js';
import { inputFormatArguments } from './demuxers.js';

/** Milliseconds after which ffmpeg is killed if it writes no samples. */
const SILENCE_LIMIT = 2 * 60 * 1000;

/** Letters of ffmpeg's error output that are kept for the message. */
const MAX_COMPLAINT = 300;

/**
 * Decodes a file with ffmpeg. The pipe is the stream: ffmpeg waits while nobody takes its samples.
 *
 * @param program absolute path of ffmpeg
 * @throws AudioError `audio-corrupt`, `audio-unsupported`, `audio-unknown-format`, `audio-too-long`
 */
export async function* runFfmpeg(
  program: string,
  path: string,
  request: FallbackRequest,
): AsyncGenerator<Waveform, void> {
  const { signal, format } = request;
  const child: Child = spawn(program, argumentsFor(path, format), {
    stdio: ['ignore', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    windowsHide: true,
    ...(signal && { signal }),
  });
  const complaint = { text: '' };
  child.stderr.on('data', (text: Buffer) => {
    complaint.text = (complaint.text + text.toString()).slice(0, MAX_COMPLAINT);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // Awaited at the end of the output; until then a failure to start must not be an unhandled one.
  ended.catch(() => undefined);
  try {
    let code: number | null = 0;
    const output = async function* (): AsyncGenerator<Uint8Array> {
      const bytes = yield* readOutput(child);
      code = await orKill(child, ended);
      // Killed: after the limit above, or by the system for want of memory.
      if (code === null) throw killed(format);
      if (code !== 0 && bytes === 0) throw failure(format, complaint.text);
    };
    let last: Waveform | undefined;
    for await (last of decodeWavParts(output(), request)) yield last;
    if (!last || (code === 0 && complaint.text === '')) return;
    yield { ...last, channels: last.channels.map(() => new Float32Array(0)), damagedPlaces: 1 };
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    child.stdout.destroy();
    child.kill('SIGKILL');
  }
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Yields the parts of ffmpeg's output and returns the sum of their bytes. */
async function* readOutput(child: Child): AsyncGenerator<Uint8Array, number> {
  const parts = (child.stdout as AsyncIterable<Buffer, undefined>)[Symbol.asyncIterator]();
  for (let bytes = 0; ;) {
    const { done, value } = await orKill(child, parts.next());
    if (done) return bytes;
    bytes += value.length;
    yield value;
  }
}

/** Waits for ffmpeg, but kills it after the limit. */
async function orKill<T>(child: Child, work: Promise<T>): Promise<T> {
  const clock = setTimeout(() => child.kill('SIGKILL'), SILENCE_LIMIT);
  try {
    return await work;
  } finally {
    clearTimeout(clock);
  }
}

function killed(format: AudioFormat | undefined): AudioError {
  const limit = `${SILENCE_LIMIT / 1000} s`;
  return corruptAudio(
    format ?? 'recording',
    `ffmpeg was ended before it finished, or wrote nothing for ${limit}`,
  );
}

/** The error for a file from which ffmpeg reads nothing; its own words hold addresses and paths. */
function failure(format: AudioFormat | undefined, complaint: string): AudioError {
  if (/matches no streams|does not contain any stream/.test(complaint)) {
    return holdsNoSound(format ?? 'media');
  }
  if (format === undefined) {
    return new AudioError('audio-unknown-format', 'The program ffmpeg does not know its content.');
  }
  if (complaint.includes('moov atom not found')) {
    return corruptAudio(format, 'its recording was not finished: the index (moov) is missing');
  }
  if (/[Dd]ecoder .*not found|Decoding requested, but no decoder|unknown codec/i.test(complaint)) {
    return new AudioError(
      'audio-unsupported',
      `The ffmpeg on PATH has no decoder for the sound in this ${format} file. Convert it to WAV.`,
    );
  }
  return corruptAudio(
    format,
    'ffmpeg found nothing in it that it can decode',
    new Error(complaint),
  );
}

/** Selects the first track of sound, written as float WAV to stdout. */
function argumentsFor(path: string, format: AudioFormat | undefined): string[] {
  const demuxer = inputFormatArguments(format);
  const input = ['-protocol_whitelist', 'file,pipe', ...demuxer, '-i', `file:${path}`];
  const bare = ['-map_metadata', '-1', '-fflags', '+bitexact'];
  const output = ['-map', '0:a:0', ...bare, '-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1'];
  return ['-nostdin', '-hide_banner', '-loglevel', 'error', ...input, ...output];
}
