import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { decodeAudio, loadRecording } from '../../src/audio/node.js';
import { makeWav, voice } from '../support/make-wav.js';
import { chirpBytes, chirpFiles, firstFlacFrame, openChirp } from './chirp.js';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const needFfmpeg = /^(aac|adpcm)/;

async function placesOf(bytes: Uint8Array<ArrayBuffer>): Promise<number | undefined> {
  return (await decodeAudio(new Blob([bytes]))).damagedPlaces;
}

describe('damagedPlaces', () => {
  test.each(chirpFiles.filter((name) => hasFfmpeg || !needFfmpeg.test(name)))(
    'is absent for an intact %s',
    async (name) => {
      expect(await decodeAudio(await openChirp(name))).not.toHaveProperty('damagedPlaces');
    },
  );

  const streamed = ['streamed.8000.1.wav', ...chirpFiles.filter((name) => needFfmpeg.test(name))];
  test.each(chirpFiles.filter((name) => !streamed.includes(name)))(
    'is 1 for %s truncated before its end',
    async (name) => {
      const bytes = await chirpBytes(name);
      expect(await placesOf(bytes.slice(0, Math.ceil(bytes.length * 0.98)))).toBe(1);
    },
  );

  test.each(chirpFiles.filter((name) => /(ogg|opus)$/.test(name)))(
    'counts a changed byte of %s',
    async (name) => {
      const bytes = await chirpBytes(name);
      const at = Math.floor(bytes.length * 0.98);
      bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      expect(await placesOf(bytes)).toBe(1);
    },
  );

  test('counts a broken FLAC frame, even if others follow', async () => {
    const whole = await chirpBytes('flac.16000.2.flac');
    const frames = whole.slice(firstFlacFrame(whole));
    const broken = Uint8Array.from(whole);
    broken[whole.length - 50] = 0x55 ^ (whole[whole.length - 50] ?? 0);
    const { channels, damagedPlaces } = await decodeAudio(new Blob([broken, frames]));
    expect(channels[0]?.length).toBe(9 * 576);
    expect(damagedPlaces).toBe(1);
  });

  test('counts bytes between two MP3 frames, but not a tag after the last one', async () => {
    const mp3 = await chirpBytes('bare.8000.1.mp3');
    const noise = new Uint8Array(500).fill(0xaa);
    expect((await decodeAudio(new Blob([mp3, noise, mp3]))).damagedPlaces).toBe(1);
    const tag = new Uint8Array(128);
    tag.set(new TextEncoder().encode('TAG'));
    expect((await decodeAudio(new Blob([mp3, tag]))).damagedPlaces).toBeUndefined();
    const flac = await chirpBytes('flac.16000.2.flac');
    expect((await decodeAudio(new Blob([flac, tag]))).damagedPlaces).toBeUndefined();
  });

  test.each([0, 0xffffffff, 0x7ffff000, 0x7fffff00])(
    'is absent for a WAV streamed with the size %d',
    async (size) => {
      const bytes = makeWav(0.1, voice);
      new DataView(bytes.buffer).setUint32(40, size, true);
      expect(await placesOf(bytes)).toBeUndefined();
      new DataView(bytes.buffer).setUint32(40, 4_000, true);
      expect(await placesOf(bytes.slice(0, 3_000))).toBe(1);
    },
  );

  test('is the last finding', async () => {
    const { findings } = await loadRecording(new Blob([makeWav(1, voice).slice(0, 10_000)]));
    expect(findings.map(({ code }) => code)).toEqual(['short', 'damaged']);
    expect(findings.at(-1)).toEqual({ code: 'damaged', value: 1 });
  });
});

test('a codec named like a member of every object is not supported', async () => {
  const codec = new TextEncoder().encode('constructor');
  const track = [0xd7, 0x81, 1, 0x83, 0x81, 2, 0x86, 0x80 + codec.length, ...codec];
  const tracks = [0x16, 0x54, 0xae, 0x6b, 0x80 + track.length + 2, 0xae, 0x80 + track.length];
  const block = [0xa3, 0x85, 0x81, 0, 0, 0x80, 0xfc];
  const segment = [...tracks, ...track, 0x1f, 0x43, 0xb6, 0x75, 0xff, ...block];
  const head = [0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84, 0x77, 0x65, 0x62, 0x6d];
  const bytes = Uint8Array.from([...head, 0x18, 0x53, 0x80, 0x67, 0xff, ...segment]);
  const path = process.env['PATH'];
  process.env['PATH'] = import.meta.dirname;
  const decoded = decodeAudio(new Blob([bytes])).finally(() => (process.env['PATH'] = path));
  await expect(decoded).rejects.toMatchObject({
    code: 'audio-needs-ffmpeg',
    message: expect.stringContaining('constructor') as string,
  });
});
