import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeAudio, loadRecording } from '../../src/audio/node.js';
import { AudioError, Wav2EmoError } from '../../src/errors.js';
import { chirpBytes, chirpFiles } from './chirp.js';

/** What a decoder may do with any bytes: give a waveform or say what is wrong with them. */
async function decodeOrRefuse(bytes: Uint8Array<ArrayBuffer>): Promise<'decoded' | 'refused'> {
  try {
    const { sampleRate, channels } = await decodeAudio(new Blob([bytes]));
    const [first] = channels;
    expect(first?.length).toBeGreaterThan(0);
    expect(channels.every((channel) => channel.length === first?.length)).toBe(true);
    expect(sampleRate).toBeGreaterThan(0);
    return 'decoded';
  } catch (error) {
    if (error instanceof Wav2EmoError) return 'refused';
    throw error;
  }
}

/** Places to cut at: every one near the start, where the headers are, then some. */
function cutsOf(size: number): number[] {
  const near = Array.from({ length: Math.min(100, size) }, (_, at) => at);
  const far = Array.from({ length: 40 }, (_, at) => Math.floor((size * at) / 40));
  return [...near, ...far];
}

describe('decodeAudio', () => {
  // Broken bytes are for our own decoders here; ffmpeg would be started a thousand times.
  const path = process.env['PATH'];
  beforeAll(() => {
    process.env['PATH'] = import.meta.dirname;
  });
  afterAll(() => {
    process.env['PATH'] = path;
  });

  test.each(chirpFiles)('decodes or refuses %s truncated anywhere', async (name) => {
    const bytes = await chirpBytes(name);
    for (const cut of cutsOf(bytes.length)) await decodeOrRefuse(bytes.slice(0, cut));
  });

  test.each(
    chirpFiles.filter((name) => /(wav|aiff|aifc|flac|oga|ogg|mka|mp3|opus|webm)$/.test(name)),
  )('decodes what is left of %s cut shortly before its end', async (name) => {
    const bytes = await chirpBytes(name);
    const kept = bytes.slice(0, Math.ceil(bytes.length * 0.98));
    const isOurs = !name.startsWith('adpcm');
    expect(await decodeOrRefuse(kept)).toBe(isOurs ? 'decoded' : 'refused');
  });

  test.each(chirpFiles)('decodes or refuses %s with bytes changed', async (name) => {
    const bytes = await chirpBytes(name);
    const places = fc.oneof(fc.nat(Math.min(200, bytes.length - 1)), fc.nat(bytes.length - 1));
    const changes = fc.array(fc.tuple(places, fc.nat(255)), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const broken = Uint8Array.from(bytes);
        for (const [at, value] of changed) broken[at] = value;
        await decodeOrRefuse(broken);
      }),
      { seed: 7, numRuns: 40 },
    );
  });

  test('decodes or refuses any bytes after a known signature', async () => {
    const starts = ['RIFF\0\0\0\0WAVEfmt ', 'FORM\0\0\0\0AIFFCOMM', 'fLaC\0\0\0\x22', 'OggS\0\x02'];
    const start = fc.constantFrom(...starts, '\x1a\x45\xdf\xa3', '\xff\xfb\x90\x64', 'ID3\x04\0\0');
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 400 }), async (magic, rest) => {
        const head = Uint8Array.from(magic, (letter) => letter.charCodeAt(0));
        await decodeOrRefuse(new Uint8Array([...head, ...rest]));
      }),
      { seed: 11, numRuns: 400 },
    );
  });
});

/** A WAV header whose fields are given, with 64 bytes of samples. */
function wavOf(fields: { channels?: number; rate?: number; bytes?: number }) {
  const { channels = 1, rate = 16_000, bytes = 64 } = fields;
  const file = new Uint8Array(44 + 64);
  file.set(new TextEncoder().encode('RIFF\0\0\0\0WAVEfmt '));
  file.set(new TextEncoder().encode('data'), 36);
  const view = new DataView(file.buffer);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint16(32, 2 * channels, true);
  view.setUint16(34, 16, true);
  view.setUint32(40, bytes, true);
  return new Blob([file]);
}

async function refusalOf(decoded: Promise<unknown>): Promise<AudioError> {
  const error: unknown = await decoded.catch((reason: unknown) => reason);
  if (error instanceof AudioError) return error;
  throw new Error('Expected an AudioError.', { cause: error });
}

describe('a WAV header with false values', () => {
  test.each([
    [{ channels: 0 }, 'found 0 channels'],
    [{ channels: 65 }, 'found 65 channels'],
    [{ rate: 0 }, 'found a sample rate of 0'],
    [{ rate: 2 ** 31 }, 'found a sample rate of 2147483648'],
  ])('%o is refused with what was found', async (fields, words) => {
    const { code, message } = await refusalOf(decodeAudio(wavOf(fields)));
    expect(code).toBe('audio-corrupt');
    expect(message).toContain(words);
  });

  test.each([4_000_000_000, 0, 0xffffffff])(
    'with %d declared bytes yields the samples that exist',
    async (bytes) => {
      const { channels } = await decodeAudio(wavOf({ bytes }));
      expect(channels[0]).toHaveLength(32);
    },
  );
});

describe('the refusal of files that are not recordings', () => {
  test('an empty file', async () => {
    expect((await refusalOf(decodeAudio(new Blob([])))).code).toBe('audio-empty');
  });

  test.each([
    ['Dear diary, nothing was recorded.', 'text, beginning with "Dear diary'],
    ['<!DOCTYPE html><title>404</title>', 'an HTML page'],
    ['{"error": "not found"}', 'JSON'],
    ['PK\x03\x04\x14\x00', 'a ZIP archive'],
    ['version https://git-lfs.github.com/spec/v1\noid', 'a Git LFS pointer'],
    ['\0\x01\x02\x03', 'bytes of no known format, beginning with 00 01 02 03'],
  ])('%j is called by its name', async (content, words) => {
    const file = new File([content], 'speech.wav', { type: 'audio/wav' });
    const { code, message } = await refusalOf(loadRecording(file));
    expect(code).toBe('audio-unknown-format');
    expect(message).toContain(words);
  });
});
