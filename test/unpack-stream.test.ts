import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unpackStream } from '../src/unpack-stream.js';

const content = new Uint8Array(100_000).map((_, at) => (at * at) % 251);

function streamOf(bytes: Uint8Array, pieceBytes: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(new Uint8Array(bytes.subarray(at, (at += pieceBytes))));
    },
  });
}

async function read(bytes: Uint8Array, pieceBytes = 1000): Promise<Uint8Array> {
  const stream = await unpackStream(streamOf(bytes, pieceBytes));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

test('a packed stream is unpacked, any other stays as it is', async () => {
  expect(await read(gzipSync(content))).toEqual(content);
  expect(await read(content)).toEqual(content);
  expect(await read(new Uint8Array())).toEqual(new Uint8Array());
  expect(await read(Uint8Array.of(0x1f))).toEqual(Uint8Array.of(0x1f));
});

test('a packed stream that is cut off or damaged is an error', async () => {
  const packed = gzipSync(content);
  await expect(read(packed.subarray(0, packed.length / 2))).rejects.toThrow();
  const damaged = Uint8Array.from(packed, (byte, at) =>
    at === packed.length >> 1 ? byte ^ 255 : byte,
  );
  await expect(read(damaged)).rejects.toThrow();
});

test('leaving the stream ends its source', async () => {
  let isCancelled = false;
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      controller.enqueue(new Uint8Array(10));
    },
    cancel: () => {
      isCancelled = true;
    },
  });
  await (await unpackStream(source)).cancel();
  expect(isCancelled).toBe(true);
});
