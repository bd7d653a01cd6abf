import { describe, expect, test } from 'vitest';
import { type AudioFormat, sniffFormat } from '../../src/audio/node.js';
import { chirpBytes, chirpFiles, openChirp } from './chirp.js';

const BY_EXTENSION: Readonly<Record<string, AudioFormat>> = {
  wav: 'wav',
  aiff: 'aiff',
  aifc: 'aiff',
  flac: 'flac',
  mp3: 'mp3',
  ogg: 'ogg',
  oga: 'ogg',
  opus: 'ogg',
  webm: 'webm',
  mka: 'webm',
  m4a: 'mp4',
  aac: 'aac',
};

const extensionOf = (name: string) => name.split('.').at(-1) ?? '';

/** An ID3v2.4 tag whose content has this many bytes. */
function id3Tag(bytes: number): Uint8Array<ArrayBuffer> {
  const tag = new Uint8Array(10 + bytes);
  tag.set([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, bytes >> 7, bytes & 0x7f]);
  return tag;
}

describe('sniffFormat', () => {
  test.each(chirpFiles)('recognises %s without its name', async (name) => {
    expect(await sniffFormat(await openChirp(name))).toBe(BY_EXTENSION[extensionOf(name)]);
  });

  test.each(['flac.16000.2.flac', 'cbr.44100.2.mp3'])('skips the ID3 tags of %s', async (name) => {
    const blob = new Blob([id3Tag(300), id3Tag(5_000), await chirpBytes(name)]);
    expect(await sniffFormat(blob)).toBe(BY_EXTENSION[extensionOf(name)]);
  });

  test('finds MP3 after the rest of a frame', async () => {
    const rest = new Uint8Array(417).fill(0x55);
    const blob = new Blob([rest, await chirpBytes('bare.8000.1.mp3')]);
    expect(await sniffFormat(blob)).toBe('mp3');
  });

  test.each([
    ['#!AMR\n', 'amr'],
    ['caff\0\x01', 'caf'],
    ['FLV\x01\x05', 'flv'],
    ['NIST_1A\n   1024\n', 'sphere'],
    ['Creative Voice File\x1a\x1a\0', 'voc'],
    ['\x64\xa3\x01\0', 'ircam'],
    ['\0\0\x01\xba!', 'mpegps'],
    ['G'.padEnd(188, '\xff').repeat(4), 'mpegts'],
    ['.snd\0\0', 'au'],
    ['\0\0\0\x20ftypM4A ', 'mp4'],
    ['RIFF\0\0\0\0AVI LIST', 'avi'],
    ['RIFF\0\0\0\0WEBPVP8 ', undefined],
    ['Hello', undefined],
    ['', undefined],
  ])('calls %j %s', async (text, format) => {
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    expect(await sniffFormat(new Blob([bytes]))).toBe(format);
  });

  test('recognises no format in noise', async () => {
    let state = 1;
    const next = () => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) >> 16;
    for (let file = 0; file < 200; file++) {
      const noise = Uint8Array.from({ length: 16_384 }, () => next() & 0xff);
      expect(await sniffFormat(new Blob([noise]))).toBeUndefined();
    }
  });
});
