import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Waveform } from '../../../waveform.js';
import { AudioError } from '../../../errors.js';
import type { FallbackRequest } from '../../decode/fallback-decoder.js';
import { corruptAudio, holdsNoSound } from '../../decode/limits.js';
import type { AudioFormat } from '../../decode/sniff-audio.js';
import { decodeWavParts } from '../pcm/wav-parts.js';
import { inputFormatArguments } from './demuxers.js';

/** Milliseconds without output after which ffmpeg is killed. */
const STALL_MILLISECONDS = 2 * 60 * 1000;

/** The number of characters of ffmpeg's error output that are kept. */
const MAX_ERROR_CHARACTERS = 300;

/**
 * Decodes a file with ffmpeg. The samples arrive through a pipe, so that ffmpeg waits until they
 * are read.
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
  // A script in place of ffmpeg may have children that keep the pipe open.
  const stop = () => child.stdout.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  const errorOutput = { text: '' };
  child.stderr.on('data', (text: Buffer) => {
    errorOutput.text = (errorOutput.text + text.toString()).slice(0, MAX_ERROR_CHARACTERS);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // It is awaited only after the output; without this, a failure to start would be unhandled.
  ended.catch(() => undefined);
  try {
    let code: number | null = 0;
    const output = async function* (): AsyncGenerator<Uint8Array> {
      const bytes = yield* readOutput(child);
      code = await withTimeout(child, ended);
      // The limit above was reached, or the system killed it for lack of memory.
      if (code === null) throw killedError(format);
      if (code !== 0 && bytes === 0) throw decodingError(format, errorOutput.text);
    };
    let last: Waveform | undefined;
    for await (last of decodeWavParts(output(), request)) yield last;
    if (!last || (code === 0 && errorOutput.text === '')) return;
    yield { ...last, channels: last.channels.map(() => new Float32Array(0)), damagedPlaces: 1 };
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    child.stdout.destroy();
    child.kill('SIGKILL');
  }
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Yields the parts of ffmpeg's output and returns the number of bytes. */
async function* readOutput(child: Child): AsyncGenerator<Uint8Array, number> {
  const parts = (child.stdout as AsyncIterable<Buffer, undefined>)[Symbol.asyncIterator]();
  for (let bytes = 0; ;) {
    const { done, value } = await withTimeout(child, parts.next());
    if (done) return bytes;
    bytes += value.length;
    yield value;
  }
}

/** Waits for `work` of ffmpeg, which is killed after the time limit. */
async function withTimeout<T>(child: Child, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => child.kill('SIGKILL'), STALL_MILLISECONDS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

function killedError(format: AudioFormat | undefined): AudioError {
  const limit = `${STALL_MILLISECONDS / 1000} s`;
  return corruptAudio(
    format ?? 'recording',
    `ffmpeg was killed before it finished, or wrote nothing for ${limit}`,
  );
}

/**
 * Makes the error for a file that ffmpeg does not decode. ffmpeg's own message is not shown, as it
 * contains memory addresses and paths.
 */
function decodingError(format: AudioFormat | undefined, errorOutput: string): AudioError {
  if (/matches no streams|does not contain any stream/.test(errorOutput)) {
    return holdsNoSound(format ?? 'media');
  }
  if (format === undefined) {
    return new AudioError('audio-unknown-format', 'ffmpeg does not recognise the content.');
  }
  if (errorOutput.includes('moov atom not found')) {
    return corruptAudio(format, 'its recording was not finished: the index (moov) is missing');
  }
  if (
    /[Dd]ecoder .*not found|Decoding requested, but no decoder|unknown codec/i.test(errorOutput)
  ) {
    return new AudioError(
      'audio-unsupported',
      `The ffmpeg on PATH has no decoder for the audio of this ${format} file. Convert it to WAV.`,
    );
  }
  return corruptAudio(format, 'ffmpeg can decode nothing in it', new Error(errorOutput));
}

/** Returns the arguments with which ffmpeg writes the first audio track to stdout as float WAV. */
function argumentsFor(path: string, format: AudioFormat | undefined): string[] {
  const demuxer = inputFormatArguments(format);
  const input = ['-protocol_whitelist', 'file,pipe', ...demuxer, '-i', `file:${path}`];
  const bare = ['-map_metadata', '-1', '-fflags', '+bitexact'];
  const output = ['-map', '0:a:0', ...bare, '-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1'];
  return ['-nostdin', '-hide_banner', '-loglevel', 'error', ...input, ...output];
}
