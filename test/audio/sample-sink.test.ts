import { describe, expect, test } from 'vitest';
import { SampleSink } from '../../src/audio/sample-sink.js';

describe('SampleSink', () => {
  const sinkOf = () => {
    const sink = new SampleSink('test', 16_000, 2);
    sink.push([Float32Array.of(1, 2, 3), Float32Array.of(-1, -2, -3)]);
    sink.push([]);
    sink.push([Float32Array.of(4, 5), Float32Array.of(-4, -5)]);
    return sink;
  };

  test('joins pieces and leaves out both ends', () => {
    expect(sinkOf().finish().channels[0]).toEqual(Float32Array.of(1, 2, 3, 4, 5));
    expect(sinkOf().finish(1, 4).channels[1]).toEqual(Float32Array.of(-2, -3, -4));
    expect(sinkOf().finish(4, 99).channels[0]).toEqual(Float32Array.of(5));
    expect(sinkOf().finish(9, 2).channels[0]).toHaveLength(0);
  });

  test('lets go of its pieces when they are joined', () => {
    const sink = sinkOf();
    sink.finish();
    expect(sink.length).toBe(0);
    expect(sink.finish().channels).toEqual([new Float32Array(0), new Float32Array(0)]);
  });

  test('counts what cannot be read once up to the next samples', () => {
    const sink = sinkOf();
    for (const piece of [undefined, undefined, [], undefined]) sink.push(piece);
    expect(sink.damagedPlaces).toBe(1);
    sink.push([Float32Array.of(6), Float32Array.of(-6)]);
    sink.push(undefined);
    expect(sink.finish()).toMatchObject({ damagedPlaces: 2 });
  });

  test('stops a small file that decodes to more than memory should hold', () => {
    const sink = new SampleSink('test', 48_000, 2);
    const piece = new Float32Array(1 << 20);
    const pushes = () => {
      // The same megabytes again and again: the test needs no more memory than one piece.
      for (let count = 0; count < 1_000; count++) sink.push([piece, piece]);
    };
    expect(pushes).toThrow(expect.objectContaining({ code: 'audio-too-long' }) as Error);
    expect(sink.length).toBe(129 * piece.length);
  });

  test.each([
    [0, 1],
    [2 ** 31, 1],
    [NaN, 1],
    [16_000, 0],
    [16_000, 65],
  ])('refuses %d Hz with %d channels', (sampleRate, channels) => {
    expect(() => new SampleSink('test', sampleRate, channels)).toThrow(
      expect.objectContaining({ code: 'audio-corrupt' }) as Error,
    );
  });
});
