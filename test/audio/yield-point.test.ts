import { describe, expect, test } from 'vitest';
import { decodeAudio, loadRecording } from '../../src/audio/node.js';
import { makeWav, voice } from '../support/make-wav.js';
import { chirpBytes, firstFlacFrame } from './chirp.js';

/** What is decoded again and again; it takes much longer than the test waits for. */
async function longRecording(name: string): Promise<Blob> {
  if (name === 'wav') {
    const wav = makeWav(0.1, voice);
    new DataView(wav.buffer).setUint32(40, 0xffffffff, true);
    return new Blob([
      wav,
      ...new Array<Uint8Array<ArrayBuffer>>(200).fill(new Uint8Array(2 ** 20)),
    ]);
  }
  const bytes = await chirpBytes(name);
  // The chirp's frames without the tag or headers before them, which tell its length.
  if (name.endsWith('.flac')) bytes.fill(0, 22, 26).fill((bytes[21] ?? 0) & 0xf0, 21, 22);
  const start = name.endsWith('.flac') ? firstFlacFrame(bytes) : 0;
  return new Blob([bytes, ...new Array<Uint8Array<ArrayBuffer>>(8_000).fill(bytes.slice(start))]);
}

describe('loadRecording', () => {
  test.each(['wav', 'flac.16000.2.flac', 'bare.8000.1.mp3'])(
    'is aborted by a signal while it decodes a long %s',
    async (name) => {
      const controller = new AbortController();
      const blob = await longRecording(name);
      const started = loadRecording(blob, { signal: controller.signal });
      // A timer is heard only if the decoder gives others their turn.
      setTimeout(() => {
        controller.abort();
      }, 100);
      await expect(started).rejects.toMatchObject({ name: 'AbortError' });
    },
    30_000,
  );
});

/** A frame of 8 silent channels: 65,535 samples each in some thirty bytes. */
function bombFrame(crc8: (bytes: number[]) => number, crc16: (bytes: number[]) => number) {
  const header = [0xff, 0xf8, 0x70, 0x78, 0, 0xff, 0xfe];
  header.push(crc8(header));
  const frame = [...header, ...new Array<number[]>(8).fill([0, 0, 0]).flat()];
  const sum = crc16(frame);
  return [...frame, sum >> 8, sum & 0xff];
}

function remainder(bytes: readonly number[], width: number, polynomial: number): number {
  let rest = 0;
  for (const byte of bytes) {
    rest ^= byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) {
      rest = (rest << 1) ^ (rest & (1 << (width - 1)) ? polynomial : 0);
    }
    rest &= 2 ** width - 1;
  }
  return rest;
}

/** @param samples as the header tells them; 0 for not at all */
function bomb(frames: number, samples: number): Blob {
  const head = new Uint8Array(42);
  head.set([0x66, 0x4c, 0x61, 0x43, 0x80, 0, 0, 34]);
  // 16,000 Hz, 8 channels, 16 bits.
  head.set([0x03, 0xe8, 0x0e, 0xf0], 18);
  new DataView(head.buffer).setUint32(22, samples);
  const frame = Uint8Array.from(
    bombFrame(
      (bytes) => remainder(bytes, 8, 0x07),
      (bytes) => remainder(bytes, 16, 0x8005),
    ),
  );
  return new Blob([head, ...new Array<Uint8Array<ArrayBuffer>>(frames).fill(frame)]);
}

describe('a small file that decodes to a large one', () => {
  test('is decoded while it is within the limit', async () => {
    const { channels, damagedPlaces } = await decodeAudio(bomb(3, 3 * 65_535));
    expect(channels.map((channel) => channel.length)).toEqual(new Array(8).fill(3 * 65_535));
    expect(damagedPlaces).toBeUndefined();
  });

  test('is refused before decoding if its header declares it', async () => {
    await expect(decodeAudio(bomb(3, 2 ** 30))).rejects.toMatchObject({ code: 'audio-too-long' });
  });

  test('is refused at the limit if the header does not declare it', async () => {
    const blob = bomb(600, 0);
    expect(blob.size).toBeLessThan(25_000);
    await expect(decodeAudio(blob)).rejects.toMatchObject({ code: 'audio-too-long' });
  }, 60_000);
});
