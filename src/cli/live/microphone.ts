import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { DeviceError } from '../../errors.js';

/** A program that writes the sound of a microphone to stdout, and its arguments. */
export type Recorder = readonly [program: string, ...args: string[]];

const FFMPEG = ['ffmpeg', '-nostdin', '-hide_banner', '-loglevel', 'error'] as const;
const FFMPEG_OUT = ['-f', 's16le', '-ar', '16000', '-ac', '1', '-'] as const;
const SOX_OUT = ['-t', 'raw', '-e', 'signed', '-b', '16', '-L', '-r', '16000', '-c', '1', '-'];

const ffmpeg = (format: string, input: string): Recorder => [
  ...FFMPEG,
  ...['-f', format, '-i', input],
  ...FFMPEG_OUT,
];

/**
 * The programs that can record on a platform, the likeliest first.
 *
 * @param device name of a microphone, as the programs call it; default: the system's choice
 */
export function recorders(platform: NodeJS.Platform, device?: string): Recorder[] {
  if (platform === 'darwin')
    return [
      ffmpeg('avfoundation', `:${device ?? 'default'}`),
      ['sox', '-q', ...(device === undefined ? ['-d'] : ['-t', 'coreaudio', device]), ...SOX_OUT],
    ];
  if (platform === 'win32')
    return [
      ...(device === undefined ? [] : [ffmpeg('dshow', `audio=${device}`)]),
      ['sox', '-q', '-t', 'waveaudio', device ?? 'default', ...SOX_OUT],
    ];
  const alsa = device === undefined ? [] : ['-D', device];
  return [
    ['arecord', '-q', ...alsa, '-t', 'raw', '-f', 'S16_LE', '-r', '16000', '-c', '1'],
    ffmpeg('pulse', device ?? 'default'),
    ffmpeg('alsa', device ?? 'default'),
    ['sox', '-q', ...(device === undefined ? ['-d'] : ['-t', 'alsa', device]), ...SOX_OUT],
  ];
}

/** A microphone that is open. */
export type Microphone = {
  /** The program that records. */
  readonly program: string;
  /** 16-bit samples, little-endian, 16 kHz, mono. */
  readonly sound: Readable;
  readonly stop: () => void;
};

/**
 * Opens the microphone with the first program that delivers sound.
 *
 * @param env environment of the program; its `PATH` finds it
 * @throws DeviceError `device-unavailable` if none does
 */
export async function openMicrophone(
  candidates: readonly Recorder[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Microphone> {
  const failures: string[] = [];
  for (const [program, ...args] of candidates) {
    const child = spawn(program, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const failure = await firstSound(child, child.stdout);
    if (failure === undefined) {
      child.stdout.removeAllListeners('readable');
      return { program, sound: child.stdout, stop: () => child.kill() };
    }
    failures.push(`${program}: ${failure}`);
  }
  throw new DeviceError(
    'device-unavailable',
    `No microphone could be opened (${failures.join('; ')}). Install ffmpeg or sox${process.platform === 'linux' ? ' or alsa-utils' : ''}, choose a microphone with --microphone NAME, or pipe 16-bit samples at 16 kHz, mono: … | wav2emo live -`,
  );
}

/** Waits for the first sound; returns why there is none. */
function firstSound(child: ChildProcess, stdout: Readable): Promise<string | undefined> {
  let words = '';
  child.stderr?.on('data', (text: Buffer) => (words = (words + text.toString()).slice(-500)));
  return new Promise((resolve) => {
    stdout.on('readable', () => {
      // A stream that ends is readable, too, and then has nothing.
      if (stdout.readableLength > 0) resolve(undefined);
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ENOENT' ? 'not installed' : error.message);
    });
    child.once('close', (code) => {
      resolve(lastLine(words) ?? `it ended with ${code ?? 'a signal'}`);
    });
  });
}

function lastLine(words: string): string | undefined {
  const line = words.trim().split('\n').at(-1)?.trim();
  return line === '' ? undefined : line;
}
