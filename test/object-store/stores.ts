import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomUUID } from 'node:crypto';
import S3rver from 's3rver';
import { startTestServer } from '../server/start-test-server.js';

/** A place for objects that a test may use, and what is on its disk. */
export type TestPlace = {
  readonly address: string;
  /** The secret of an accepting server. */
  readonly secret?: string;
  readonly close: () => Promise<void>;
};

export const SECRET = 'a secret of the tests';

/** An empty folder of a test. */
export const temporaryFolder = () => mkdtemp(join(tmpdir(), 'wav2emo-test-objects-'));

async function folderPlace(): Promise<TestPlace> {
  const folder = await temporaryFolder();
  return {
    address: pathToFileURL(join(folder, 'shared')).href,
    close: () => rm(folder, { recursive: true }),
  };
}

/** A real server of the protocol, which checks signatures; the keys are those that it knows. */
async function s3Place(): Promise<TestPlace> {
  process.env['AWS_ACCESS_KEY_ID'] = 'S3RVER';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'S3RVER';
  const directory = await temporaryFolder();
  const bucket = 'recordings';
  const configureBuckets = [{ name: bucket, configs: [] }];
  const server = new S3rver({ port: 0, directory, silent: true, configureBuckets });
  const { port } = await server.run();
  return {
    address: `s3://${bucket}/${randomUUID()}?endpoint=http://localhost:${port}`,
    close: async () => {
      await server.close();
      await rm(directory, { recursive: true });
    },
  };
}

async function httpPlace(): Promise<TestPlace> {
  const folder = await temporaryFolder();
  const server = await startTestServer({
    ...{ objectFolder: join(folder, 'objects'), objectSecret: SECRET },
    ...{ maxUploadMb: '1', maxConversationMb: '40', token: 'a token of the tests' },
  });
  return {
    address: `${server.address}/api/v1/objects`,
    secret: SECRET,
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A place of each kind. */
export const PLACES: readonly (readonly [name: string, open: () => Promise<TestPlace>])[] = [
  ['a shared folder', folderPlace],
  ['S3-compatible storage', s3Place],
  ['an accepting server', httpPlace],
];

/** Bytes that differ from each other, so that a missing or doubled part shows. */
export function bytesOf(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let state = 1;
  for (let at = 0; at < size; at++) {
    state = (state * 1_103_515_245 + 12_345) >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

/** Names of all files below a folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
