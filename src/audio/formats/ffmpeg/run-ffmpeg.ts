import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Waveform } from '../../../waveform.js';
import type { DecoderContext } from '../../decode/decoder.js';
import { corruptAudio } from '../../decode/limits.js';
import type { AudioFormat } from '../../decode/sniff-audio.js';
import { decodeWavParts } from '../pcm/wav-parts.js';

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

/** ffmpeg is never this long at work before it gives the next samples. In milliseconds. */
const SILENCE_LIMIT = 2 * 60 * 1000;

/** What is kept of ffmpeg's complaints for the message. */
const MAX_COMPLAINT = 300;

/**
 * Decodes a file with ffmpeg. The pipe is the stream: ffmpeg waits where nobody takes its samples.
 *
 * @throws AudioError `audio-corrupt`, `audio-too-long`
 */
export async function* runFfmpeg(
  path: string,
  format: AudioFormat,
  context: DecoderContext,
): AsyncGenerator<Waveform, void> {
  const { signal } = context;
  const child: Child = spawn('ffmpeg', argumentsFor(path, format), {
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
  // It is awaited at the end of the output; a failure to start must not go unhandled meanwhile.
  ended.catch(() => undefined);
  try {
    let code: number | null = 0;
    const output = async function* (): AsyncGenerator<Uint8Array> {
      const bytes = yield* readOutput(child);
      code = await orKill(child, ended);
      // Killed: because it gave nothing any more, or by the system for want of memory.
      if (code === null || (code !== 0 && bytes === 0)) {
        throw failure(path, format, complaint.text, code === null);
      }
    };
    let last: Waveform | undefined;
    for await (last of decodeWavParts(output(), context)) yield last;
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

/** The parts of ffmpeg's output, and in the end their bytes. */
async function* readOutput(child: Child): AsyncGenerator<Uint8Array, number> {
  const parts = (child.stdout as AsyncIterable<Buffer, undefined>)[Symbol.asyncIterator]();
  for (let bytes = 0; ;) {
    const { done, value } = await orKill(child, parts.next());
    if (done) return bytes;
    bytes += value.length;
    yield value;
  }
}

/** Waits for ffmpeg, but not for ever. */
async function orKill<T>(child: Child, work: Promise<T>): Promise<T> {
  const clock = setTimeout(() => child.kill('SIGKILL'), SILENCE_LIMIT);
  try {
    return await work;
  } finally {
    clearTimeout(clock);
  }
}

function failure(path: string, format: AudioFormat, complaint: string, wasKilled: boolean) {
  if (wasKilled) {
    return corruptAudio(
      format,
      `ffmpeg was ended before it finished, or gave nothing for ${SILENCE_LIMIT / 1000} s`,
    );
  }
  if (complaint.includes('matches no streams')) {
    return corruptAudio(format, 'found no track of sound in it');
  }
  const [line = ''] = complaint.split(path).join('the file').trim().split('\n');
  return corruptAudio(format, `ffmpeg said "${line}"`);
}

/** Everything but the first track of sound is left out; samples come as float WAV on stdout. */
function argumentsFor(path: string, format: AudioFormat): string[] {
  const input = ['-protocol_whitelist', 'file,pipe', '-f', DEMUXERS[format], '-i', `file:${path}`];
  const bare = ['-map_metadata', '-1', '-fflags', '+bitexact'];
  const output = ['-map', '0:a:0', ...bare, '-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1'];
  return ['-nostdin', '-hide_banner', '-loglevel', 'error', ...input, ...output];
}
