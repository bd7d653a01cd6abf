import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkpointFolder } from '../support/fixtures.js';
import { makeWav, voice } from '../support/make-wav.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = join(root, 'bin', 'wav2emo.js');
let folder: string;
let recording: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wav2emo-e2e-'));
  recording = join(folder, 'voice.wav');
  writeFileSync(recording, makeWav(2, voice));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function start(args: readonly string[], options: { input?: Uint8Array; cwd?: string } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    encoding: 'utf8',
    ...options,
  });
  return { status, stdout, stderr };
}

describe('the program itself', () => {
  test('classifies with the embedded model, without options and without a hub', () => {
    const { status, stdout, stderr } = start(['classify', recording]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/voice\.wav {2}(neutral|angry|happy|sad) 0\.\d\d/);
  });

  test('classifies in any working folder and from a pipe', () => {
    const named = start(['classify', '--json', 'voice.wav'], { cwd: folder });
    const piped = start(['classify', '--json', '-'], { input: makeWav(2, voice) });
    const withoutName = ({ stdout }: { stdout: string }) => ({
      ...(JSON.parse(stdout) as object),
      file: undefined,
    });
    expect(withoutName(piped)).toEqual(withoutName(named));
  });

  test('accepts a long command line and writes nothing to the home folder', () => {
    // Newer versions of the runtime collect usage data: they read the command line and write a database to the home folder.
    const home = mkdtempSync(join(folder, 'home-'));
    const env = { ...process.env, XDG_CACHE_HOME: '', HOME: home, USERPROFILE: home };
    const words = Array<string>(3000).fill(recording);
    const { status, stdout } = spawnSync(
      process.execPath,
      [program, 'classify', '--json', ...words],
      {
        ...{ cwd: root, encoding: 'utf8', env },
      },
    );
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(home)).toEqual([]);
  });

  test('explains a failure with exit code 1 and wrong usage with exit code 2', () => {
    const failed = start(['classify', join(folder, 'none.wav')]);
    expect(failed).toMatchObject({ status: 1, stdout: '' });
    expect(failed.stderr).toContain('no such file');
    expect(failed.stderr).not.toMatch(/\n\s+at /);
    expect(start(['classify']).status).toBe(2);
  });
});

test.skipIf(process.platform === 'win32')(
  'a full disk while the graph is cached is a clear error and leaves no incomplete file',
  () => {
    const cache = join(folder, 'cache');
    // Files larger than 10 KiB cannot be written, so that writing fails in the middle of a file as on a full disk.
    const limited = `ulimit -f 20 && exec "${process.execPath}" "${program}" classify -m "${checkpointFolder('speechbrain-wav2vec2')}" "${recording}"`;
    const { status, stdout, stderr } = spawnSync('sh', ['-c', limited], {
      ...{ cwd: root, encoding: 'utf8', env: { ...process.env, WAV2EMO_CACHE: cache } },
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/Could not write .*model\.onnx/);
    expect(readdirSync(join(cache, 'graphs'))).toEqual([]);
  },
);

describe('npm start', () => {
  test('without arguments serves the page', async () => {
    const child = spawn(process.execPath, [join(root, 'scripts', 'start.js')], {
      cwd: root,
      env: { ...process.env, WAV2EMO_PORT: '0', CI: 'yes' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const address = line.toString().trim();
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(await (await fetch(address)).text()).toContain('<html');
    } finally {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  });

  test('with arguments is the command line', () => {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { status, stdout } = spawnSync(npm, ['start', '--silent', '--', '--version'], {
      ...{ cwd: root, encoding: 'utf8', shell: process.platform === 'win32' },
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '0.1.0\n' });
  });
});
