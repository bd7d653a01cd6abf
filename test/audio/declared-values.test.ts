import { openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { decodeAudio, loadRecording, recordingFromWaveform } from '../../src/audio/node.js';
import { readMpegHeader } from '../../src/audio/formats/mp3/mpeg-frame.js';
import { makeWav, voice } from '../support/make-wav.js';
import { chirpBytes, openChirp } from './chirp.js';

const openCase = (name: string) =>
  openAsBlob(fileURLToPath(new URL(`../fixtures/audio/cases/${name}`, import.meta.url)));

const letters = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** A WAV of 0.1 s at 16 kHz whose bytes are changed. */
function changedWav(change: (view: DataView) => void): Uint8Array<ArrayBuffer> {
  const bytes = makeWav(0.1, voice);
  change(new DataView(bytes.buffer));
  return bytes;
}

async function lengthOf(...parts: (Blob | Uint8Array<ArrayBuffer>)[]): Promise<number | undefined> {
  const { channels, damagedPlaces } = await decodeAudio(new Blob(parts));
  expect(damagedPlaces).toBeUndefined();
  return channels[0]?.length;
}

describe('values declared in a file never drop audio that it holds', () => {
  test('joined MP3 files are all decoded, each without its padding', async () => {
    const { durationSeconds, findings } = await loadRecording(await openCase('joined.mp3'));
    expect(durationSeconds).toBeCloseTo(3.6, 2);
    expect(findings).toEqual([]);
  });

  test('a tag between joined MP3 files is not damage, and an untagged second part is decoded', async () => {
    const tagged = await chirpBytes('cbr.48000.1.mp3');
    const id3 = letters('ID3\x04\0\0\0\0\0\x10abcdefghijklmnop');
    const one = (await lengthOf(tagged)) ?? NaN;
    expect(await lengthOf(id3, tagged, id3, tagged)).toBe(2 * one);
    const bare = tagged.slice(readMpegHeader(tagged, 0)?.frameBytes);
    expect(await lengthOf(tagged, bare)).toBeGreaterThan(1.8 * one);
  });

  test('MP3 of another rate after the first counts as damage', async () => {
    const blob = new Blob([await openChirp('cbr.48000.1.mp3'), await openChirp('cbr.44100.2.mp3')]);
    expect(await decodeAudio(blob)).toHaveProperty('damagedPlaces', 1);
  });

  test.each(['third.ogg', 'zero.ogg'])(
    '%s, whose granules are wrong, is decoded completely',
    async (name) => {
      const { durationSeconds, findings } = await loadRecording(await openCase(name));
      expect(durationSeconds).toBeCloseTo(1.8, 1);
      expect(findings).toEqual([]);
    },
  );

  test('a second Ogg stream is decoded even if the end of the first is missing', async () => {
    const bytes = await chirpBytes('opus.48000.1.opus');
    const one = (await lengthOf(bytes)) ?? NaN;
    const cut = bytes.slice(0, bytes.lastIndexOf(0x4f));
    const { channels } = await decodeAudio(new Blob([cut, bytes]));
    expect(channels[0]?.length).toBeGreaterThanOrEqual(one);
  });

  test.each([0x7f000008, 0x7ffff000, 0x7fffffff, 0xffffffff, 0])(
    'AIFF written to a pipe with the size %d is read to its end',
    async (size) => {
      const bytes = await chirpBytes('pcm_s16be.8000.1.aiff');
      const at = String.fromCharCode(...bytes.subarray(0, 256)).indexOf('SSND');
      const view = new DataView(bytes.buffer);
      view.setUint32(4, 0);
      view.setUint32(at + 4, size);
      expect(await lengthOf(bytes)).toBe(1440);
    },
  );

  test('Wave64 and WAV written to a pipe are read to their end', async () => {
    expect(await lengthOf(await openCase('ffmpeg.w64'))).toBe(28_800);
    const lame = changedWav((view) => {
      view.setUint32(40, 0x7fffffff, true);
    });
    expect(await lengthOf(lame)).toBe(1_600);
  });

  test('an empty WAV with metadata after it holds no samples', async () => {
    const header = makeWav(0.1, voice).slice(0, 44);
    const list = letters('LIST\x1a\0\0\0INFOISFT\x0e\0\0\0Lavf58.76.100\0');
    const view = new DataView(header.buffer);
    view.setUint32(40, 0, true);
    view.setUint32(4, 36 + list.length, true);
    await expect(decodeAudio(new Blob([header, list]))).rejects.toMatchObject({
      code: 'audio-corrupt',
      message: expect.stringContaining('found no samples') as string,
    });
  });

  test.each([0, 1, 7, 16])('a block align of %d in a 16-bit WAV changes nothing', async (align) => {
    const bytes = changedWav((view) => {
      view.setUint16(32, align, true);
    });
    expect(await lengthOf(bytes)).toBe(1_600);
  });

  test('a WAV chunk of odd size is skipped with and without its padding', async () => {
    const bytes = makeWav(0.1, voice);
    for (const rest of ['abc', 'abc\0']) {
      const chunk = letters(`note\x03\0\0\0${rest}`);
      expect(await lengthOf(bytes.slice(0, 36), chunk, bytes.slice(36))).toBe(1_600);
    }
  });

  test('the first MP3 frame may come long after zeros, or after a tag with a wrong size', async () => {
    const mp3 = await chirpBytes('cbr.48000.1.mp3');
    const whole = await lengthOf(mp3);
    const far = new Uint8Array(20 * 1024);
    expect(await lengthOf(far, mp3)).toBe(whole);
    expect(await lengthOf(letters('ID3\x04\0\0\0\0\0\x10'), new Uint8Array(90_000), mp3)).toBe(
      whole,
    );
    expect(await lengthOf(letters('ID3\x04\0\0\x7f\x7f\x7f\x7f'), mp3)).toBe(whole);
  });

  test('a tag may come before any format', async () => {
    const id3 = letters('ID3\x04\0\0\0\0\0\x04abcd');
    expect(await lengthOf(id3, makeWav(0.1, voice))).toBe(1_600);
  });
});

describe('samples out of range', () => {
  test('a FLAC frame whose predictor diverges is damage', async () => {
    const { samples, findings } = await loadRecording(await openCase('flac-nan.flac'));
    expect(findings.map(({ code }) => code)).toEqual(['damaged']);
    expect(samples.every((sample) => Math.abs(sample) <= 1.5)).toBe(true);
  });

  test.each([1_000, -1_000, 1.8e19, 2 ** 33])('a single sample of %d is replaced', (spike) => {
    const clean = Float32Array.from({ length: 16_000 }, (_, at) => voice(at / 16_000));
    const channel = Float32Array.from(clean);
    channel[8_000] = spike;
    clean[8_000] = 0;
    const found = recordingFromWaveform({ sampleRate: 16_000, channels: [channel] });
    expect(found.findings).toContainEqual({ code: 'not-finite', value: 1 });
    expect(found.samples).toEqual(clean);
  });

  test('a recording scaled to 16 bits is not changed', () => {
    const channel = Float32Array.from({ length: 16_000 }, (_, at) => 32_768 * voice(at / 16_000));
    const { samples } = recordingFromWaveform({ sampleRate: 16_000, channels: [channel] });
    expect(samples).toEqual(channel);
  });
});

describe('the mean of channels', () => {
  const quiet = Float32Array.from({ length: 16_000 }, (_, at) => 0.01 * voice(at / 16_000));
  const empty = new Float32Array(16_000);

  test('leaves out empty channels', () => {
    const alone = recordingFromWaveform({ sampleRate: 16_000, channels: [quiet] });
    const channels = [quiet, ...new Array<Float32Array>(7).fill(empty)];
    const among = recordingFromWaveform({ sampleRate: 16_000, channels });
    // Adding 0 makes no difference of -0 and 0.
    const plain = alone.samples.map((sample) => sample + 0);
    expect(among.samples.map((sample) => sample + 0)).toEqual(plain);
    expect(among.findings).toEqual(alone.findings);
  });

  test('is silent if its channels cancel each other', () => {
    const channels = [quiet, quiet.map((sample) => -sample)];
    const { findings } = recordingFromWaveform({ sampleRate: 16_000, channels });
    expect(findings.map(({ code }) => code)).toContain('silent');
  });
});

describe('the error for unsupported audio names it', () => {
  test('a later piece of a WebM recording', async () => {
    await expect(decodeAudio(await openCase('chunk2.webm'))).rejects.toMatchObject({
      code: 'audio-unsupported',
      message: expect.stringContaining('a later piece of a WebM') as string,
    });
  });

  test.each(['#!SILK_V3\0\x01', '\x02#!SILK_V3\0\x01'])('a SILK voice message', async (text) => {
    await expect(decodeAudio(new Blob([letters(text)]))).rejects.toMatchObject({
      code: 'audio-unsupported',
      message: expect.stringContaining('SILK') as string,
    });
  });

  test('a file that changes while it is read', async () => {
    class ChangedBlob extends Blob {
      override slice(): Blob {
        const part = super.slice();
        part.arrayBuffer = () =>
          Promise.reject(new DOMException('The blob could not be read', 'NotReadableError'));
        return part;
      }
    }
    await expect(decodeAudio(new ChangedBlob([makeWav(0.1, voice)]))).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('changed while it was read') as string,
    });
  });
});
