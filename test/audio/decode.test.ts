import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { decodeAudio } from '../../src/audio/node.js';
import { CHIRP_SECONDS, chirpFiles, chirpSnr, layoutOf, openChirp } from './chirp.js';

type Expected = {
  /** A decibel or two below what was measured, in decibels. */
  readonly snr: number;
  /** Samples that the encoder put before the sound and says nothing about. */
  readonly delay?: number;
  /** Samples more than the chirp has. */
  readonly extra?: number;
};

const of8Bits = { snr: 43 };
const of16Bits = { snr: 90 };
const of24Bits = { snr: 125 };
const ofFloat = { snr: 145 };

const EXPECTED: Readonly<Record<string, Expected>> = {
  'pcm_u8.8000.1.wav': of8Bits,
  'pcm_s16le.8000.1.wav': of16Bits,
  'pcm_s24le.8000.1.wav': of24Bits,
  'pcm_s32le.8000.1.wav': ofFloat,
  'pcm_f32le.8000.1.wav': ofFloat,
  'pcm_f64le.8000.1.wav': ofFloat,
  'alaw.8000.1.wav': { snr: 37 },
  'mulaw.8000.2.wav': { snr: 33 },
  'extensible.8000.2.wav': of24Bits,
  'rf64.8000.1.wav': of16Bits,
  'rifx.8000.1.wav': of16Bits,
  'streamed.8000.1.wav': of16Bits,
  'pcm_s8.8000.1.aiff': of8Bits,
  'pcm_s16be.8000.1.aiff': of16Bits,
  'pcm_s24be.8000.1.aiff': of24Bits,
  'pcm_s32be.8000.1.aiff': ofFloat,
  'pcm_s16le.8000.1.aifc': of16Bits,
  'pcm_f32be.8000.1.aifc': ofFloat,
  'pcm_alaw.8000.1.aifc': { snr: 37 },
  'pcm_mulaw.8000.1.aifc': { snr: 36 },
  'flac.16000.2.flac': { snr: 86 },
  'flac24.8000.1.flac': of24Bits,
  'flac.16000.1.oga': of16Bits,
  'flac.8000.1.mka': of24Bits,
  'cbr.44100.2.mp3': { snr: 22 },
  'cbr.48000.1.mp3': { snr: 22 },
  'vbr.22050.2.mp3': { snr: 27 },
  'vbr.16000.1.mp3': { snr: 40 },
  'bare.8000.1.mp3': { snr: 18, delay: 1105, extra: 1440 },
  'vorbis.44100.2.ogg': { snr: 20 },
  'vorbis.16000.1.ogg': { snr: 24 },
  'vorbis.44100.1.webm': { snr: 20, extra: 126 },
  'opus.48000.1.opus': { snr: 30 },
  'opus.48000.2.opus': { snr: 30 },
  'opus.48000.1.webm': { snr: 30 },
  'recorder.48000.1.webm': { snr: 30 },
};

const NEED_FFMPEG: Readonly<Record<string, Expected>> = {
  'aac.16000.1.m4a': { snr: 25 },
  'aac.16000.1.aac': { snr: 25, delay: 1024 },
  'adpcm.8000.1.wav': { snr: 17 },
};

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

describe('decodeAudio', () => {
  test.each(Object.entries(EXPECTED))('reads %s', async (name, { snr, delay, extra = 0 }) => {
    const { sampleRate, channels } = layoutOf(name);
    const waveform = await decodeAudio(await openChirp(name));
    expect(waveform.sampleRate).toBe(sampleRate);
    expect(waveform.channels).toHaveLength(channels);
    const length = Math.round(CHIRP_SECONDS * sampleRate) + extra;
    expect(waveform.channels.map((channel) => channel.length)).toEqual(
      new Array<number>(channels).fill(length),
    );
    expect(chirpSnr(waveform, delay)).toBeGreaterThan(snr);
  });

  test.each(Object.entries(NEED_FFMPEG))(
    'reads %s with ffmpeg, and asks to install it if there is none',
    async (name, { snr, delay }) => {
      const decoded = decodeAudio(await openChirp(name));
      if (!hasFfmpeg) {
        await expect(decoded).rejects.toMatchObject({ code: 'audio-needs-ffmpeg' });
        return;
      }
      const waveform = await decoded;
      const { sampleRate, channels } = layoutOf(name);
      expect(waveform).toMatchObject({ sampleRate, channels: { length: channels } });
      expect(chirpSnr(waveform, delay)).toBeGreaterThan(snr);
    },
  );

  test('is tested with every fixture', () => {
    expect([...Object.keys(EXPECTED), ...Object.keys(NEED_FFMPEG)].sort()).toEqual(
      [...chirpFiles].sort(),
    );
  });

  test('joins recordings that are chained in one Ogg file', async () => {
    const one = await openChirp('vorbis.44100.2.ogg');
    const { channels } = await decodeAudio(new Blob([one, one]));
    const length = Math.round(CHIRP_SECONDS * 44_100);
    expect(channels.map((channel) => channel.length)).toEqual([2 * length, 2 * length]);
    expect(channels[1]?.subarray(length)).toEqual(channels[1]?.subarray(0, length));
    const other = await openChirp('opus.48000.1.opus');
    await expect(decodeAudio(new Blob([one, other]))).rejects.toMatchObject({
      code: 'audio-unsupported',
    });
  });

  test('skips bytes that do not belong to an MP3 stream', async () => {
    const mp3 = await openChirp('bare.8000.1.mp3');
    const noise = new Uint8Array(500).fill(0xaa);
    const { channels } = await decodeAudio(new Blob([mp3, noise, mp3]));
    const [alone] = (await decodeAudio(mp3)).channels;
    expect(channels[0]?.length).toBe(2 * (alone?.length ?? NaN));
  });

  test('throws the reason of its signal', async () => {
    const signal = AbortSignal.abort(new Error('closed the window'));
    const decoded = decodeAudio(await openChirp('flac.16000.2.flac'), { signal });
    await expect(decoded).rejects.toThrow('closed the window');
  });
});
