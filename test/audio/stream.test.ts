import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeAudio,
  loadRecording,
  recordingFromWaveform,
  resample,
  streamAudio,
  streamRecording,
} from '../../src/audio/node.js';
import { joinSamples } from '../../src/audio/join-samples.js';
import type { ModelInput } from '../../src/audio/recording-builder.js';
import { Resampler } from '../../src/audio/resample/resampler.js';
import { toChannelInput, toModelInput } from '../../src/audio/stream-recording.js';
import type { Waveform } from '../../src/waveform.js';
import { makeWav, voice } from '../support/make-wav.js';
import { openChirp } from './chirp.js';

/** Some seconds of speech-like sound that is clipped, offset and not everywhere a number. */
function roughRecording(sampleRate: number, seconds: number): Waveform {
  const length = Math.round(sampleRate * seconds);
  const left = Float32Array.from({ length }, (_, at) => {
    return Math.max(-1, Math.min(1, 0.05 + 8 * voice(at / sampleRate)));
  });
  const right = left.map((sample, at) => 0.5 * sample + 0.01 * Math.sin(at));
  left.set([NaN, Infinity, 1e30], length >> 1);
  return { sampleRate, channels: [left, right] };
}

/** Pieces of a waveform, cut where `cuts` say, in any order and also twice at one place. */
function* cutAt({ sampleRate, channels }: Waveform, cuts: readonly number[]): Generator<Waveform> {
  const length = channels[0]?.length ?? 0;
  const borders = [0, ...cuts.map((cut) => cut % (length + 1)).sort((a, b) => a - b), length];
  for (const [at, end] of borders.slice(1).entries()) {
    yield { sampleRate, channels: channels.map((channel) => channel.slice(borders[at], end)) };
  }
}

async function hear(pieces: Iterable<Waveform>) {
  const stream = toModelInput(pieces);
  const parts: Float32Array[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { samples: joinSamples(parts), ...value };
    parts.push(value);
  }
}

const cutsOf = fc.array(fc.nat(100_000), { maxLength: 12 });

describe('a recording that arrives in pieces', () => {
  test('is resampled bit for bit as the whole, however it is split', () => {
    const rates = fc.constantFrom(8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 1_001, 17_017);
    const lengths = fc.integer({ min: 0, max: 9_000 });
    fc.assert(
      fc.property(rates, lengths, cutsOf, (rate, length, cuts) => {
        const channel = Float32Array.from({ length }, (_, at) => voice(at / 7_000));
        const resampler = new Resampler(rate, 16_000);
        const parts: Float32Array[] = [];
        for (const { channels } of cutAt({ sampleRate: rate, channels: [channel] }, cuts)) {
          parts.push(...channels.map((piece) => resampler.push(piece)));
        }
        parts.push(resampler.finish());
        expect(joinSamples(parts)).toEqual(resample(channel, rate, 16_000));
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  test.each([8_000, 16_000, 44_100])(
    'has the samples and findings of the whole, however it is split, at %d Hz',
    async (sampleRate) => {
      const waveform = roughRecording(sampleRate, 1.3);
      const whole = recordingFromWaveform(waveform);
      expect(whole.findings.map(({ code }) => code)).toEqual(
        expect.arrayContaining(['clipped', 'dc-offset', 'not-finite']),
      );
      await fc.assert(
        fc.asyncProperty(cutsOf, async (cuts) => {
          expect(await hear(cutAt(waveform, cuts))).toEqual(whole);
        }),
        { seed: 5, numRuns: 20 },
      );
    },
  );

  test('is refused at its end for the same reasons as the whole', async () => {
    const mostlyNaN = { sampleRate: 16_000, channels: [new Float32Array(1_000).fill(NaN, 300)] };
    await expect(hear(cutAt(mostlyNaN, [100, 900]))).rejects.toMatchObject({
      code: 'audio-not-finite',
    });
    const short = { sampleRate: 16_000, channels: [new Float32Array(399)] };
    await expect(hear(cutAt(short, [200]))).rejects.toMatchObject({ code: 'audio-too-short' });
  });
});

describe('the channels of a recording that arrives in pieces', () => {
  test('are each what the channel is alone, and their mean is the mono recording', async () => {
    const whole = roughRecording(44_100, 1.3);
    for (const cuts of [[], [1, 2, 700], [30_000, 50_000]]) {
      const stream = toChannelInput(cutAt(whole, cuts));
      const parts: ModelInput[] = [];
      let next = await stream.next();
      for (; !next.done; next = await stream.next()) parts.push(next.value);
      expect(joinSamples(parts.map(({ mono }) => mono))).toEqual(
        recordingFromWaveform(whole).samples,
      );
      for (const [at, channel] of whole.channels.entries()) {
        const alone = recordingFromWaveform({ ...whole, channels: [channel] }).samples;
        expect(joinSamples(parts.map(({ channels }) => channels[at] ?? alone))).toEqual(alone);
      }
      expect(next.value.channels).toBe(2);
    }
  });
});

/** A WAV that says nothing of its length: one header, then the same ten seconds over and over. */
function longWav(seconds: number): Blob {
  const part = makeWav(10, voice);
  const header = part.slice(0, 44);
  new DataView(header.buffer).setUint32(40, 0xffffffff, true);
  const samples = new Blob([part.slice(44)]);
  return new Blob([header, ...new Array<Blob>(seconds / 10).fill(samples)]);
}

/** A blob that notes how far it was read. */
class WatchedBlob extends Blob {
  furthest = 0;
  override slice(start?: number, end?: number): Blob {
    this.furthest = Math.max(this.furthest, end ?? this.size);
    return super.slice(start, end);
  }
}

describe('streamRecording', () => {
  test('returns the same as loadRecording', async () => {
    const blob = longWav(40);
    const whole = await loadRecording(blob);
    const parts: Float32Array[] = [];
    const stream = streamRecording(blob);
    let next = await stream.next();
    for (; !next.done; next = await stream.next()) parts.push(next.value);
    expect({ samples: joinSamples(parts), ...next.value }).toEqual(whole);
  });

  test('reads ten minutes at most one step ahead, in pieces of a few seconds', async () => {
    const blob = new WatchedBlob([longWav(600)]);
    let samples = 0;
    let ahead = 0;
    let largest = 0;
    for await (const piece of streamRecording(blob)) {
      samples += piece.length;
      largest = Math.max(largest, piece.length);
      ahead = Math.max(ahead, blob.furthest - 44 - 2 * samples);
    }
    expect(samples).toBe(600 * 16_000);
    expect(ahead).toBeLessThanOrEqual(256 * 1024);
    expect(largest).toBeLessThan(10 * 16_000);
  });
});

describe('streamAudio', () => {
  test.each([
    ['vorbis.44100.2.ogg', 8],
    ['cbr.48000.1.mp3', 200],
  ])('cuts a long %s into small pieces, joined what decodeAudio gives', async (name, times) => {
    const blob = new Blob(new Array<Blob>(times).fill(await openChirp(name)));
    const whole = await decodeAudio(blob);
    const pieces: Waveform[] = [];
    for await (const piece of streamAudio(blob)) pieces.push(piece);
    for (const [at, channel] of whole.channels.entries()) {
      expect(joinSamples(pieces.map(({ channels }) => channels[at] ?? channel))).toEqual(channel);
    }
    const lengths = pieces.map(({ channels }) => channels[0]?.length ?? 0);
    expect(Math.max(...lengths)).toBeLessThan(40_000);
    expect(pieces.length).toBeGreaterThan(7);
  });

  test('stops reading if the caller returns early', async () => {
    const blob = new WatchedBlob([longWav(600)]);
    for await (const { channels } of streamAudio(blob)) {
      expect(channels).toHaveLength(1);
      break;
    }
    expect(blob.furthest).toBeLessThan(2 * 256 * 1024);
  });

  test('refuses more than 24 hours', async () => {
    // A second at 1 kHz, told as 2 bytes a sample: 25 hours are 180 MB that exist only once.
    const second = makeWav(1, voice, 1_000);
    const header = second.slice(0, 44);
    new DataView(header.buffer).setUint32(40, 0xffffffff, true);
    const hour = new Blob(new Array<Blob>(3_600).fill(new Blob([second.slice(44)])));
    const blob = new Blob([header, ...new Array<Blob>(25).fill(hour)]);
    await expect(streamAudio(blob).next()).rejects.toMatchObject({ code: 'audio-too-long' });
  });
});
