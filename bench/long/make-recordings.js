import { spawnSync } from 'node:child_process';
import { closeSync, openAsBlob, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { wavHeader } from '../wav-header.js';

const RATE = 16_000;

/** How ffmpeg makes each format from a WAV file; all but `wav` are 44.1 kHz (Opus: 48 kHz) stereo. */
const ENCODINGS = {
  wav: undefined,
  'stereo.wav': ['-ar', '44100', '-ac', '2'],
  mp3: ['-ar', '44100', '-ac', '2', '-b:a', '128k'],
  flac: ['-ar', '44100', '-ac', '2'],
  opus: ['-ar', '48000', '-ac', '2', '-c:a', 'libopus', '-b:a', '64k'],
};

/** Formats that `makeRecordings` knows; only `wav` (16 kHz mono) needs no ffmpeg on PATH. */
export const FORMATS = Object.keys(ENCODINGS);

/**
 * Writes recordings of several lengths by repeating one file.
 *
 * @param source path of the file that is repeated
 * @param loadRecording of `wav2emo/audio`
 * @returns one `{ minutes, format, path }` for each length and format
 */
export async function makeRecordings({ source, folder, minutes, formats, loadRecording }) {
  const { samples } = await loadRecording(await openAsBlob(source));
  const pcm = Int16Array.from(samples, (sample) => Math.round(32_767 * sample));
  return minutes.flatMap((length) => {
    const wav = join(folder, `${length}.wav`);
    writeWav(wav, pcm, length * 60 * RATE);
    return formats.map((format) => ({
      minutes: length,
      format,
      path: encode(wav, format, ENCODINGS[format]),
    }));
  });
}

function encode(wav, format, encoding) {
  if (!encoding) return wav;
  const path = wav.replace(/wav$/, format);
  const words = ['-nostdin', '-v', 'error', '-y', '-i', wav, ...encoding, path];
  const { error, status } = spawnSync('ffmpeg', words, { stdio: ['ignore', 2, 2] });
  if (error || status !== 0) throw new Error(`ffmpeg could not write ${format}.`, { cause: error });
  return path;
}

function writeWav(path, pcm, frames) {
  const file = openSync(path, 'w');
  writeSync(file, wavHeader(frames, RATE));
  for (let left = frames; left > 0; left -= pcm.length) {
    const part = pcm.subarray(0, left);
    writeSync(file, new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  }
  closeSync(file);
}
