import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ObjectStore, openObjectStore } from '../../src/object-store/index.js';
import { bytesOf, PLACES, temporaryFolder, type TestPlace } from './stores.js';

describe.each(PLACES)('%s', (_name, open) => {
  let place: TestPlace;
  let store: ObjectStore;
  let scratch: string;

  beforeAll(async () => {
    place = await open();
    scratch = await temporaryFolder();
    store = await openObjectStore(place.address, { secret: place.secret, scratch });
  });

  afterAll(async () => {
    await store.close();
    await place.close();
    await rm(scratch, { recursive: true });
  });

  const bytes = async (key: string) => new Uint8Array(await (await store.get(key)).arrayBuffer());

  test.each([0, 1, 300_000, 20_000_000])('returns %i bytes as they were stored', async (size) => {
    const key = randomUUID();
    const content = bytesOf(size);
    await store.put(key, new Blob([content]));
    const blob = await store.get(key);
    expect(blob.size).toBe(size);
    expect(Buffer.compare(Buffer.from(await blob.arrayBuffer()), content)).toBe(0);
    const tail = await blob.slice(Math.max(0, size - 10)).arrayBuffer();
    expect(new Uint8Array(tail)).toEqual(content.slice(-10));
    await store.delete(key);
  });

  test('stores a stream', async () => {
    const key = randomUUID();
    const content = bytesOf(100_000);
    const parts = [content.subarray(0, 7), content.subarray(7, 70_000), content.subarray(70_000)];
    await store.put(key, ReadableStream.from(parts));
    expect(await bytes(key)).toEqual(content);
  });

  test('replaces an object of the same key', async () => {
    await store.put('same', new Blob(['first']));
    await store.put('same', new Blob(['second']));
    expect(new TextDecoder().decode(await bytes('same'))).toBe('second');
  });

  test('says that an object does not exist, and deletes one that does not', async () => {
    const missing = { name: 'ObjectStoreError', code: 'store-object-missing' };
    await expect(store.get('nothing')).rejects.toMatchObject(missing);
    await store.delete('nothing');
    await store.put('gone', new Blob(['text']));
    await store.delete('gone');
    await expect(store.get('gone')).rejects.toMatchObject(missing);
  });

  test.each(['', '../secret', 'a/b', '.hidden', 'A', 'a\nb', 'a'.repeat(129), 'con', 'x.', 'a?b'])(
    'refuses the key %j',
    async (key) => {
      await expect(store.put(key, new Blob(['text']))).rejects.toThrow(RangeError);
      await expect(store.get(key)).rejects.toThrow(RangeError);
      await expect(store.delete(key)).rejects.toThrow(RangeError);
    },
  );

  test.each([5, 9_000_000])('stores nothing if the content fails after %i bytes', async (size) => {
    const failing = ReadableStream.from(
      (async function* () {
        yield bytesOf(size);
        await Promise.resolve();
        throw new Error('the recording ended');
      })(),
    );
    await expect(store.put('failing', failing)).rejects.toThrow('the recording ended');
    await expect(store.get('failing')).rejects.toMatchObject({ code: 'store-object-missing' });
  });

  test('stores and fetches nothing that is larger than its limit', async () => {
    await store.put('large', new Blob([bytesOf(2000)]));
    const small = await openObjectStore(place.address, { secret: place.secret, maxBytes: 1000 });
    const tooLarge = { code: 'store-object-too-large' };
    await expect(small.get('large')).rejects.toMatchObject(tooLarge);
    await expect(small.put('larger', new Blob([bytesOf(1001)]))).rejects.toMatchObject(tooLarge);
    await small.put('fits', new Blob([bytesOf(1000)]));
    await small.close();
    await expect(store.get('larger')).rejects.toMatchObject({ code: 'store-object-missing' });
  });

  test('sweeps what is older, and nothing else', async () => {
    await store.sweep(0);
    await store.put('old', new Blob(['text']));
    expect(await store.sweep(3600)).toBe(0);
    expect(await bytes('old')).toHaveLength(4);
    // S3 counts whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await store.sweep(0)).toBe(1);
    await expect(store.get('old')).rejects.toMatchObject({ code: 'store-object-missing' });
    await expect(store.sweep(-1)).rejects.toThrow(RangeError);
  });

  test('keeps objects and deletes its copies when it is closed', async () => {
    const other = await openObjectStore(place.address, { secret: place.secret, scratch });
    await other.put('kept', new Blob(['text']));
    await other.get('kept');
    await other.close();
    expect(await bytes('kept')).toHaveLength(4);
    await store.delete('kept');
    const copies = await Promise.all(
      (await readdir(scratch)).map((name) => readdir(`${scratch}/${name}`)),
    );
    // Copies of other tests, which did not delete their objects.
    expect(copies.length).toBeLessThanOrEqual(1);
  });
});
