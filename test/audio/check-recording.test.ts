import { describe, expect, test } from 'vitest';
import { recordingFromWaveform, resample } from '../../src/audio/node.js';
import type { FindingCode } from '../../src/findings.js';

/** A seeded hiss, which has energy at every frequency. */
function hiss(seconds: number, level: number, sampleRate = 16_000): Float32Array {
  let state = 12_345;
  return Float32Array.from({ length: Math.round(seconds * sampleRate) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return level * (state / 2 ** 31 - 1);
  });
}

function findingsOf(samples: Float32Array, sampleRate = 16_000): Map<FindingCode, number> {
  const { findings } = recordingFromWaveform({ sampleRate, channels: [samples] });
  return new Map(findings.map(({ code, value }) => [code, value]));
}

describe('the findings of a recording', () => {
  test('are none for an intact recording', () => {
    expect(findingsOf(hiss(1, 0.3))).toEqual(new Map());
  });

  test('report silence with the level of its loudest moment, in decibels', () => {
    expect(findingsOf(new Float32Array(16_000))).toEqual(new Map([['silent', -150]]));
    const faint = findingsOf(hiss(1, 0.001));
    expect(faint.get('silent')).toBeCloseTo(20 * Math.log10(0.001 / Math.sqrt(3)), 0);
    const click = hiss(1, 0.001);
    click.set(hiss(0.1, 0.3), 8_000);
    expect(findingsOf(click).has('silent')).toBe(false);
  });

  test('report clipping as a share of samples', () => {
    const loud = hiss(1, 0.1).map((sample, at) => {
      const tone = 2 * Math.sin((2 * Math.PI * 200 * at) / 16_000);
      return Math.max(-1, Math.min(1, sample + tone));
    });
    expect(findingsOf(loud).get('clipped')).toBeGreaterThan(0.5);
    const tone = loud.map((_, at) => Math.sin((2 * Math.PI * 100 * at) / 16_000));
    expect(findingsOf(tone).has('clipped')).toBe(false);
  });

  test('report clipping whose level was lowered later, and clipping at the file rate', () => {
    const lowered = hiss(1, 3, 48_000).map((sample) => 0.985 * Math.max(-1, Math.min(1, sample)));
    expect(findingsOf(lowered, 48_000).get('clipped')).toBeGreaterThan(0.1);
  });

  test('report less than half a second', () => {
    expect(findingsOf(hiss(0.25, 0.3))).toEqual(new Map([['short', 0.25]]));
  });

  test('report the telephone band, even after resampling', () => {
    const telephone = hiss(1, 0.3, 8_000);
    expect(findingsOf(telephone, 8_000).get('band-limited')).toBeLessThanOrEqual(4_000);
    const upsampled = resample(telephone, 8_000, 44_100);
    expect(findingsOf(upsampled, 44_100).get('band-limited')).toBeLessThan(5_000);
    expect(findingsOf(hiss(1, 0.3, 44_100), 44_100).has('band-limited')).toBe(false);
  });

  test('report a constant offset with its sign', () => {
    const offset = findingsOf(hiss(1, 0.3).map((sample) => sample - 0.1));
    expect(offset.get('dc-offset')).toBeCloseTo(-0.1, 2);
    expect([...offset.keys()]).toEqual(['dc-offset']);
  });

  test('report and replace samples that are not finite', () => {
    const samples = hiss(1, 0.3);
    samples.set([NaN, Infinity, -Infinity, 3e38], 100);
    const { findings, samples: heard } = recordingFromWaveform({
      sampleRate: 16_000,
      channels: [samples],
    });
    expect(findings).toEqual([{ code: 'not-finite', value: 4 }]);
    expect([...heard.subarray(100, 104)]).toEqual([0, 0, 0, 0]);
    expect(samples[100]).toBeNaN();
  });

  test('are in the order of the table', () => {
    const samples = new Float32Array(2_000).fill(1);
    samples[7] = NaN;
    expect([...findingsOf(samples, 8_000).keys()]).toEqual([
      'clipped',
      'short',
      'band-limited',
      'dc-offset',
      'not-finite',
    ]);
  });
});
