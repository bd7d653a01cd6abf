import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Wav2EmoError } from '../../src/errors.js';
import { hubSettings, type FetchOptions } from '../../src/hub/index.js';
import { startHubServer, type HubServerOptions } from '../support/hub-server.js';

/** The repository of these tests. */
export const REPOSITORY = 'someone/emotions';

/** Its files: small ones, and one of 300,000 bytes that the hub stores as a large file. */
export const FILES: Readonly<Record<string, string | Buffer>> = {
  'README.md': '---\nlicense: apache-2.0\n---\n',
  'config.json': '{"hidden_size": 8}\n',
  'deep/label encoder#1.txt': "'ang' => 0\n",
  'empty.txt': '',
  'model.ckpt': Buffer.from(Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31) >> 3)),
};

/** Makes a temporary folder, which is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wav2emo-hub-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer>>) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Paths of the files in a folder, without those of wav2emo itself. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('.wav2emo'))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

/** Starts a loopback hub with {@link FILES} and returns options that fetch all files into an empty cache. */
export async function hubWithFiles(serverOptions: Partial<HubServerOptions> = {}) {
  const folder = temporaryFolder();
  writeFiles(folder, FILES);
  const server = await startHubServer({ folder, repository: REPOSITORY, ...serverOptions });
  onTestFinished(() => server.close());
  const env = {
    HF_ENDPOINT: server.endpoint,
    WAV2EMO_CACHE: temporaryFolder(),
    HF_HOME: temporaryFolder(),
    HF_HUB_DOWNLOAD_TIMEOUT: '1',
    // Child processes must not use the settings of the person who runs the tests.
    HF_HUB_OFFLINE: '',
    HF_TOKEN: '',
  };
  const options: FetchOptions = {
    repository: REPOSITORY,
    select: (paths) => paths,
    settings: hubSettings(env),
  };
  return { server, folder, env, options };
}

/** The error that a promise is rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<Wav2EmoError> {
  return await promise.then(
    () => {
      throw new Error('expected an error, and there was none');
    },
    (error: unknown) => error as Wav2EmoError,
  );
}

/** Fetches all files in a child process, which `onProgress` can kill, and returns its output. */
export function fetchInChild(
  env: Readonly<Record<string, string>>,
  options: { onProgress?: (kill: () => void) => void; maxFileBlocks?: number } = {},
): Promise<string> {
  const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const loader = new URL('../support/typescript-loader.js', import.meta.url).href;
  const node = [process.execPath, '--import', loader, file('fetch-child.ts'), REPOSITORY];
  const { maxFileBlocks, onProgress } = options;
  const limit = ['sh', '-c', `ulimit -f ${maxFileBlocks ?? 'unlimited'}; exec "$@"`, 'sh'];
  const [command = '', ...args] = maxFileBlocks === undefined ? node : [...limit, ...node];
  const child = spawn(command, args, { env: { ...process.env, ...env } });
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      if (!/^[\d\s]*$/.test(chunk.toString())) output += chunk.toString();
      onProgress?.(() => child.kill('SIGKILL'));
    });
    child.on('error', reject);
    child.on('close', () => {
      resolve(output);
    });
  });
}
