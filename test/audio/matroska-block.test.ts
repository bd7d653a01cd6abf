import { describe, expect, test } from 'vitest';
import { readBlock } from '../../src/audio/formats/matroska/matroska-block.js';

/** A block of track 1 at time 0 with this lacing, and what follows its head. */
const block = (lacing: number, ...rest: number[]) =>
  Uint8Array.from([0x81, 0, 0, lacing << 1, ...rest]);

const sizesOf = (bytes: Uint8Array) => readBlock(bytes)?.packets.map((packet) => packet.length);

describe('readBlock', () => {
  test('returns the only packet of a block without lacing', () => {
    expect(readBlock(block(0, 7, 8, 9))).toEqual({
      track: 1,
      packets: [Uint8Array.of(7, 8, 9)],
    });
  });

  // The example of RFC 9559, section 10.3: frames of 800, 500 and 1000 bytes.
  const frames = new Array<number>(2_300).fill(0);

  test('reads the sizes of Xiph lacing', () => {
    const bytes = block(1, 2, 255, 255, 255, 35, 255, 245, ...frames);
    expect(sizesOf(bytes)).toEqual([800, 500, 1_000]);
  });

  test('reads the sizes of EBML lacing', () => {
    expect(sizesOf(block(3, 2, 0x43, 0x20, 0x5e, 0xd3, ...frames))).toEqual([800, 500, 1_000]);
  });

  test('splits bytes evenly in fixed-size lacing', () => {
    expect(sizesOf(block(2, 2, ...new Array<number>(2_400).fill(0)))).toEqual([800, 800, 800]);
  });

  test.each([
    ['nothing', new Uint8Array(0)],
    ['half a head', Uint8Array.of(0x81, 0)],
    ['sizes beyond the end', block(1, 2, 255, 255, 200, 100, 1, 2, 3)],
    ['an uneven rest in fixed-size lacing', block(2, 2, 1, 2, 3, 4)],
  ])('refuses %s', (_, bytes) => {
    expect(readBlock(bytes)).toBeUndefined();
  });
});
