import { describe, expect, test } from 'vitest';
import { checkDecodedSize } from '../../src/audio/decode/limits.js';
import { PieceAssembler, type Trim } from '../../src/audio/decode/piece-assembler.js';

const layout = { sampleRate: 16_000, channels: 2 };

/** Packets of one second whose samples count on, the second channel negative. */
function assemblerOf(seconds: number, trim: Trim = {}) {
  const assembler = new PieceAssembler('test', layout, checkDecodedSize, trim);
  const pieces: Float32Array[] = [];
  for (let second = 0; second < seconds; second++) {
    const packet = Float32Array.from({ length: 16_000 }, (_, at) => second * 16_000 + at);
    assembler.push([packet, packet.map((sample) => -sample)]);
    for (const { channels } of assembler.take()) pieces.push(channels[0] ?? new Float32Array(0));
  }
  return { assembler, pieces };
}

/** The first and the last sample, and how many. */
const ends = (samples: Float32Array | undefined) => [
  samples?.[0],
  samples?.at(-1),
  samples?.length,
];

describe('PieceAssembler', () => {
  test('returns pieces in order and the rest at the end', () => {
    const { assembler, pieces } = assemblerOf(4);
    expect(pieces.map(ends)).toEqual([[0, 47_999, 48_000]]);
    expect(ends(assembler.finish().channels[1])).toEqual([-48_000, -63_999, 16_000]);
    expect(assembler.finish().channels).toEqual([new Float32Array(0), new Float32Array(0)]);
  });

  test('drops samples before the start and from the end on, wherever pieces begin', () => {
    const { assembler, pieces } = assemblerOf(7, { start: 20_000, end: 100_000 });
    expect(pieces.map(ends)).toEqual([
      [20_000, 47_999, 28_000],
      [48_000, 95_999, 48_000],
    ]);
    expect(ends(assembler.finish().channels[0])).toEqual([96_000, 99_999, 4_000]);
    expect(assemblerOf(2, { start: 99_999 }).assembler.finish().channels[0]).toHaveLength(0);
    expect(assemblerOf(2, { start: 9, end: 2 }).assembler.finish().channels[0]).toHaveLength(0);
  });

  test('holds back samples that the end of the file may declare padding', () => {
    const { assembler, pieces } = assemblerOf(8, { lookback: 32_000 });
    expect(pieces.map(ends)).toEqual([
      [0, 47_999, 48_000],
      [48_000, 95_999, 48_000],
    ]);
    expect(ends(assembler.finish(100_000).channels[0])).toEqual([96_000, 99_999, 4_000]);
    expect(assemblerOf(8, { lookback: 32_000 }).assembler.finish(7).channels[0]).toHaveLength(0);
  });

  test('counts damage once until the next samples, and reports it once', () => {
    const { assembler } = assemblerOf(1);
    for (const packet of [undefined, undefined, [], undefined]) assembler.push(packet);
    expect(assembler.damagedPlaces).toBe(1);
    expect(assembler.finish()).toHaveProperty('damagedPlaces', 1);
    assembler.push([Float32Array.of(6), Float32Array.of(-6)]);
    expect(assembler.finish()).not.toHaveProperty('damagedPlaces');
    assembler.push(undefined);
    expect(assembler.finish()).toMatchObject({ damagedPlaces: 1 });
  });

  test('refuses a small file that decodes to more than the limit', () => {
    const assembler = new PieceAssembler(
      'test',
      { sampleRate: 48_000, channels: 2 },
      checkDecodedSize,
    );
    const packet = new Float32Array(1 << 20);
    const pushes = () => {
      // Taken as they come: the test needs no more memory than some packets.
      for (let count = 0; count < 1_000; count++) {
        assembler.push([packet, packet]);
        Array.from(assembler.take());
      }
    };
    expect(pushes).toThrow(expect.objectContaining({ code: 'audio-too-long' }) as Error);
    expect(assembler.length).toBe(129 * packet.length);
  });

  test.each([
    [0, 1],
    [2 ** 31, 1],
    [NaN, 1],
    [16_000, 0],
    [16_000, 65],
  ])('refuses %d Hz with %d channels', (sampleRate, channels) => {
    expect(() => new PieceAssembler('test', { sampleRate, channels }, checkDecodedSize)).toThrow(
      expect.objectContaining({ code: 'audio-corrupt' }) as Error,
    );
  });
});
