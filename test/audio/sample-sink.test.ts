import { describe, expect, test } from 'vitest';
import { checkDecodedSize } from '../../src/audio/decode/limits.js';
import { SampleSink, type Trim } from '../../src/audio/decode/piece-assembler.js';

const layout = { sampleRate: 16_000, channels: 2 };

/** Packets of one second whose samples count on, the second channel negative. */
function sinkOf(seconds: number, trim: Trim = {}) {
  const sink = new SampleSink('test', layout, checkDecodedSize, trim);
  const pieces: Float32Array[] = [];
  for (let second = 0; second < seconds; second++) {
    const packet = Float32Array.from({ length: 16_000 }, (_, at) => second * 16_000 + at);
    sink.push([packet, packet.map((sample) => -sample)]);
    for (const { channels } of sink.take()) pieces.push(channels[0] ?? new Float32Array(0));
  }
  return { sink, pieces };
}

/** The first and the last sample, and how many. */
const ends = (samples: Float32Array | undefined) => [
  samples?.[0],
  samples?.at(-1),
  samples?.length,
];

describe('SampleSink', () => {
  test('gives pieces in their order and the rest at the end', () => {
    const { sink, pieces } = sinkOf(4);
    expect(pieces.map(ends)).toEqual([[0, 47_999, 48_000]]);
    expect(ends(sink.finish().channels[1])).toEqual([-48_000, -63_999, 16_000]);
    expect(sink.finish().channels).toEqual([new Float32Array(0), new Float32Array(0)]);
  });

  test('leaves out what lies before the start and from the end on, wherever pieces begin', () => {
    const { sink, pieces } = sinkOf(7, { start: 20_000, end: 100_000 });
    expect(pieces.map(ends)).toEqual([
      [20_000, 47_999, 28_000],
      [48_000, 95_999, 48_000],
    ]);
    expect(ends(sink.finish().channels[0])).toEqual([96_000, 99_999, 4_000]);
    expect(sinkOf(2, { start: 99_999 }).sink.finish().channels[0]).toHaveLength(0);
    expect(sinkOf(2, { start: 9, end: 2 }).sink.finish().channels[0]).toHaveLength(0);
  });

  test('keeps back what only the end of the file may cut', () => {
    const { sink, pieces } = sinkOf(8, { heldBack: 32_000 });
    expect(pieces.map(ends)).toEqual([
      [0, 47_999, 48_000],
      [48_000, 95_999, 48_000],
    ]);
    expect(ends(sink.finish(100_000).channels[0])).toEqual([96_000, 99_999, 4_000]);
    expect(sinkOf(8, { heldBack: 32_000 }).sink.finish(7).channels[0]).toHaveLength(0);
  });

  test('counts what cannot be read once up to the next samples, and tells it once', () => {
    const { sink } = sinkOf(1);
    for (const packet of [undefined, undefined, [], undefined]) sink.push(packet);
    expect(sink.damagedPlaces).toBe(1);
    expect(sink.finish()).toHaveProperty('damagedPlaces', 1);
    sink.push([Float32Array.of(6), Float32Array.of(-6)]);
    expect(sink.finish()).not.toHaveProperty('damagedPlaces');
    sink.push(undefined);
    expect(sink.finish()).toMatchObject({ damagedPlaces: 1 });
  });

  test('stops a small file that decodes to more than is permitted', () => {
    const sink = new SampleSink('test', { sampleRate: 48_000, channels: 2 }, checkDecodedSize);
    const packet = new Float32Array(1 << 20);
    const pushes = () => {
      // Taken as they come: the test needs no more memory than some packets.
      for (let count = 0; count < 1_000; count++) {
        sink.push([packet, packet]);
        Array.from(sink.take());
      }
    };
    expect(pushes).toThrow(expect.objectContaining({ code: 'audio-too-long' }) as Error);
    expect(sink.length).toBe(129 * packet.length);
  });

  test.each([
    [0, 1],
    [2 ** 31, 1],
    [NaN, 1],
    [16_000, 0],
    [16_000, 65],
  ])('refuses %d Hz with %d channels', (sampleRate, channels) => {
    expect(() => new SampleSink('test', { sampleRate, channels }, checkDecodedSize)).toThrow(
      expect.objectContaining({ code: 'audio-corrupt' }) as Error,
    );
  });
});
