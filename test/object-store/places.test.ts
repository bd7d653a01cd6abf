import { createServer, type Server } from 'node:http';
import { mkdir, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openObjectStore } from '../../src/object-store/index.js';
import { filesBelow, temporaryFolder } from './stores.js';

let folder: string;

beforeEach(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'S3RVER';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'S3RVER';
  folder = await temporaryFolder();
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('addresses', () => {
  test.each(['', 'nothing', 'ftp://host/folder', '/a/path', 'redis://host'])(
    '%j is refused',
    async (address) => {
      await expect(openObjectStore(address)).rejects.toMatchObject({ code: 'store-address' });
    },
  );

  test.each([
    's3://UPPER_case/prefix',
    's3://bucket/prefix?endpont=http://host',
    's3://key:secret@bucket/prefix',
    's3://bucket/prefix?endpoint=host',
    's3://bucket/prefix?encryption=rot13',
    's3://bucket/a b',
  ])('%s is refused, and the message contains no secret', async (address) => {
    const refusal = openObjectStore(address);
    await expect(refusal).rejects.toMatchObject({ code: 'store-address' });
    await expect(refusal).rejects.not.toThrow('key:secret');
  });

  test('limits that are not possible are refused', async () => {
    const address = pathToFileURL(folder).href;
    await expect(openObjectStore(address, { maxBytes: 0 })).rejects.toThrow(RangeError);
    await expect(openObjectStore(address, { idleSeconds: -1 })).rejects.toThrow(RangeError);
  });
});

describe('a shared folder', () => {
  const open = () => openObjectStore(pathToFileURL(join(folder, 'shared')).href);

  test('and its objects can be read by their owner alone', async () => {
    const store = await open();
    await store.put('one', new Blob(['text']));
    expect((await stat(join(folder, 'shared'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'shared', 'one'))).mode & 0o777).toBe(0o600);
  });

  test('is swept of interrupted writes, and of nothing that is no object', async () => {
    const store = await open();
    const part = '.5f6a1c5e-0f0e-4c39-8a0a-3d8c1f0a7b11.part';
    const others = ['Notes.txt', '.hidden'];
    for (const name of [part, ...others]) await writeFile(join(folder, 'shared', name), 'text');
    await mkdir(join(folder, 'shared', 'subfolder'));
    const before = new Date(Date.now() - 7_200_000);
    for (const name of [part, ...others])
      await utimes(join(folder, 'shared', name), before, before);
    expect(await store.sweep(3600)).toBe(1);
    expect((await readdir(join(folder, 'shared'))).sort()).toEqual([
      '.hidden',
      'Notes.txt',
      'subfolder',
    ]);
  });

  test('does not follow links', async () => {
    const store = await open();
    await writeFile(join(folder, 'secret'), 'text');
    await symlink(join(folder, 'secret'), join(folder, 'shared', 'link'));
    await expect(store.get('link')).rejects.toMatchObject({ code: 'store-object-missing' });
  });

  test('that cannot be written says so', async () => {
    await writeFile(join(folder, 'file'), 'text');
    const address = pathToFileURL(join(folder, 'file', 'below')).href;
    await expect(openObjectStore(address)).rejects.toMatchObject({ name: 'FileError' });
  });
});

describe('a network that fails', () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  const listen = async (listener: Parameters<typeof createServer>[1]) => {
    server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => server?.once('listening', resolve));
    return (server.address() as AddressInfo).port;
  };

  const KINDS = [
    ['HTTP', (port: number) => `http://127.0.0.1:${port}/api/v1/objects`],
    ['S3', (port: number) => `s3://bucket/prefix?endpoint=http://127.0.0.1:${port}`],
  ] as const;
  const options = () => ({ secret: 'a secret of the tests', idleSeconds: 0.3, scratch: folder });

  test.each(KINDS)('%s: a server that does not exist', async (_name, address) => {
    const port = await listen(() => undefined);
    server?.close();
    const store = await openObjectStore(address(port), options());
    await expect(store.get('one')).rejects.toMatchObject({ code: 'store-unreachable' });
    await store.close();
  });

  test.each(KINDS)('%s: a server that never answers', async (_name, address) => {
    const store = await openObjectStore(address(await listen(() => undefined)), options());
    await expect(store.get('one')).rejects.toMatchObject({ code: 'store-timeout' });
    await store.close();
  });

  test.each(KINDS)('%s: a download that stalls leaves nothing', async (_name, address) => {
    const port = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('part');
    });
    const store = await openObjectStore(address(port), options());
    await expect(store.get('one')).rejects.toMatchObject({ code: 'store-timeout' });
    expect(await filesBelow(folder)).toEqual([]);
    await store.close();
  });

  test.each(KINDS)('%s: a download that is cut off leaves nothing', async (_name, address) => {
    const port = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('part', () => response.destroy());
    });
    const store = await openObjectStore(address(port), options());
    await expect(store.get('one')).rejects.toMatchObject({ code: 'store-unreachable' });
    expect(await filesBelow(folder)).toEqual([]);
    await store.close();
  });

  test('HTTP: a redirection is not followed', async () => {
    const port = await listen((_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/secret' }).end();
    });
    const store = await openObjectStore(`http://127.0.0.1:${port}/objects`, options());
    await expect(store.get('one')).rejects.toMatchObject({ code: 'store-unreachable' });
    await store.close();
  });

  test('S3: credentials that are refused are named', async () => {
    const port = await listen((_request, response) => {
      const text =
        '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>No</Message></Error>';
      response.writeHead(403, { 'content-type': 'application/xml' }).end(text);
    });
    const store = await openObjectStore(
      `s3://bucket/?endpoint=http://127.0.0.1:${port}`,
      options(),
    );
    await expect(store.get('one')).rejects.toThrow('AWS_ACCESS_KEY_ID');
    await store.close();
  });
});
