import { describe, expect, test } from 'vitest';
import { loadRecording, mix, recordingFromWaveform, resample } from '../../src/audio/node.js';
import { makeWav, voice } from '../support/make-wav.js';
import { CHIRP_SECONDS, openChirp } from './chirp.js';

describe('loadRecording', () => {
  test('converts a recording to 16 kHz mono and describes the original', async () => {
    const recording = await loadRecording(await openChirp('vorbis.44100.2.ogg'));
    expect(recording).toMatchObject({ sampleRate: 44_100, channels: 2 });
    expect(recording.durationSeconds).toBeCloseTo(CHIRP_SECONDS, 6);
    expect(recording.samples).toHaveLength(CHIRP_SECONDS * 16_000);
    expect(recording.findings.map(({ code }) => code)).toContain('short');
  });

  test('does not change samples at 16 kHz', async () => {
    const { samples } = await loadRecording(new Blob([makeWav(0.6, voice)]));
    expect(samples).toHaveLength(9_600);
    const largest = samples.reduce(
      (most, sample, at) => Math.max(most, Math.abs(sample - voice(at / 16_000))),
      0,
    );
    // Half a step of 16 bits, and the writer's scale of 32,767.
    expect(largest).toBeLessThan(1.5 / 32_768);
  });

  test('refuses less than 25 ms', async () => {
    const wavOf = (count: number) => new Blob([makeWav(count / 16_000, voice)]);
    await expect(loadRecording(wavOf(399))).rejects.toMatchObject({ code: 'audio-too-short' });
    expect((await loadRecording(wavOf(400))).samples).toHaveLength(400);
  });
});

describe('recordingFromWaveform', () => {
  test('resamples each channel first and averages afterwards', () => {
    const left = Float32Array.from({ length: 4_800 }, (_, at) => Math.sin(at / 9));
    const right = Float32Array.from({ length: 4_800 }, (_, at) => Math.cos(at / 5));
    const { samples } = recordingFromWaveform({ sampleRate: 48_000, channels: [left, right] });
    const [one, two] = [left, right].map((channel) => resample(channel, 48_000, 16_000));
    expect(samples).toEqual(one?.map((sample, at) => Math.fround(sample + (two?.[at] ?? NaN)) / 2));
  });

  test('refuses a recording in which most samples are not finite', () => {
    const channels = [new Float32Array(1_000).fill(NaN, 300)];
    expect(() => recordingFromWaveform({ sampleRate: 16_000, channels })).toThrow(
      expect.objectContaining({ code: 'audio-not-finite' }) as Error,
    );
  });

  test.each([
    ['no channel', 16_000, []],
    ['unequal channels', 16_000, [new Float32Array(800), new Float32Array(900)]],
    ['a rate of 0', 0, [new Float32Array(800)]],
    ['a rate that is no number', NaN, [new Float32Array(800)]],
  ])('refuses %s as a wrong argument', (_, sampleRate, channels) => {
    expect(() => recordingFromWaveform({ sampleRate, channels })).toThrow(RangeError);
  });
});

describe('mix', () => {
  test('averages', () => {
    const channels = [Float32Array.of(1, 0), Float32Array.of(0, -1), Float32Array.of(0.5, 0.25)];
    expect(mix(channels)).toEqual(Float32Array.of(0.5, -0.25));
  });

  test('returns a single channel itself', () => {
    const channel = Float32Array.of(1, 2);
    expect(mix([channel])).toBe(channel);
  });
});
