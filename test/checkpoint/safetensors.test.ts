import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CheckpointError } from '../../src/errors.js';
import { openSafetensors } from '../../src/checkpoint/safetensors/safetensors.js';
import {
  expectedAll,
  expectedTensor,
  fixtureBlob,
  fixtureBytes,
  fixtureJson,
  readAll,
} from './fixtures.js';

const golden = await fixtureJson(
  'safetensors/expected.json',
  z.object({
    'good.safetensors': z.object({ tensors: z.record(z.string(), expectedTensor) }),
    hostile: z.record(z.string(), z.object({ reason: z.string() })),
  }),
);

describe('openSafetensors', () => {
  test('reads a file that the library wrote', async () => {
    const store = await openSafetensors(await fixtureBlob('safetensors/good.safetensors'));
    expect(await readAll(store)).toEqual(expectedAll(golden['good.safetensors'].tensors));
  });

  test.each(Object.entries(golden.hostile))('refuses %s', async (name) => {
    const blob = await fixtureBlob(`safetensors/${name}`);
    await expect(openSafetensors(blob, 'evil')).rejects.toBeInstanceOf(CheckpointError);
    await expect(openSafetensors(blob, 'evil')).rejects.toThrow(/evil/);
  });

  test.each([2, 3, 4, 5])(
    'reads a file whose header has a length that begins like a pickle of protocol %i',
    async (protocol) => {
      const header = `{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`;
      const blob = build(header.padEnd(protocol * 256 + 0x80));
      expect([...new Uint8Array(await blob.slice(0, 2).arrayBuffer())]).toEqual([0x80, protocol]);
      expect([...(await openSafetensors(blob)).tensors.keys()]).toEqual(['a']);
    },
  );

  test('refuses a file that is truncated at any byte', async () => {
    const bytes = await fixtureBytes('safetensors/good.safetensors');
    for (let end = 0; end < bytes.length; end += 1) {
      const blob = new Blob([bytes.subarray(0, end)]);
      await expect(openSafetensors(blob)).rejects.toBeInstanceOf(CheckpointError);
    }
  });

  const entry = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';
  test.each([
    ['a tensor twice', `{"a":${entry},"a":${entry}}`, /key twice/],
    ['a tensor twice, once escaped', `{"a":${entry},"\\u0061":${entry}}`, /key twice/],
    ['a key of a tensor twice', `{"a":{"dtype":"F16",${entry.slice(1)}}`, /key twice/],
    ['a key that is not known', `{"a":{"strides":[1],${entry.slice(1)}}`, /strides/],
    ['a quantised type', `{"a":${entry.replace('F32', 'F8_E4M3')}}`, /"F8_E4M3"/],
    ['a type of JavaScript', `{"a":${entry.replace('F32', 'constructor')}}`, /"constructor"/],
    ['a header of a million keys', `{${'"a":0,'.repeat(1_000_000)}"b":0}`, /over 300000 parts/],
    [
      'a shape of a million sizes',
      `{"a":${entry.replace('[1]', `[${'-1,'.repeat(1_000_000)}1]`)}}`,
      /over 300000 parts/,
    ],
    ['a header too large', `{"__metadata__":{"a":"${'a'.repeat(9_000_000)}"}}`, /header takes 9/],
    ['a name without end', `{"${'a'.repeat(2000)}":${entry}}`, /too long/],
  ])('refuses %s', async (_, header, message) => {
    await expect(openSafetensors(build(header))).rejects.toThrow(message);
  });

  test('allows colons and quotes in names and metadata', async () => {
    const store = await openSafetensors(
      build(`{"__metadata__":{"a:\\"b\\"":"\\\\: \\":"},"x:\\"y":${entry}}`),
    );
    expect([...store.tensors.keys()]).toEqual(['x:"y']);
    expect(await store.read('x:"y')).toEqual(Float32Array.of(0));
  });

  test('an unknown name is a RangeError', async () => {
    const store = await openSafetensors(build(`{"a":${entry}}`));
    await expect(store.read('b')).rejects.toThrow(RangeError);
  });

  test('reports that a file is a torch file', async () => {
    const blob = await fixtureBlob('torch/strided.pt');
    await expect(openSafetensors(blob)).rejects.toThrow(/it is a zip archive/);
  });
});

function build(header: string): Blob {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return new Blob([length, header, new Uint8Array(4)]);
}
