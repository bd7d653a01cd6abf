import { once } from 'node:events';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileJail } from '../../src/workers/confinement/file-jail.js';
import { forkProgram, killProgram } from '../../src/workers/fork-program.js';
import {
  confinesFiles,
  type FilePermissions,
  identify,
  networkJail,
} from '../../src/workers/index.js';
import { runThreadsFromSources } from '../support/run-threads-from-sources.js';

runThreadsFromSources();

/** Whether util-linux and the kernel have Landlock. */
const hasLandlock =
  spawnSync('setpriv', [
    ...['--no-new-privs', '--landlock-access', 'fs', '--landlock-rule'],
    ...['path-beneath:execute,read-file,read-dir:/', 'true'],
  ]).status === 0;

const namespaceOf = (pid: number | 'self') => readlinkSync(`/proc/${pid}/ns/net`);

describe.skipIf(process.platform !== 'linux')('the process that decodes', () => {
  let child: ReturnType<typeof forkProgram> | undefined;

  async function start(usesHub: boolean, files?: FilePermissions): Promise<number> {
    child = forkProgram('workers/worker-main', { heapMb: 256, scratch: tmpdir(), usesHub, files });
    // It answers as soon as its program runs.
    child.send({ kind: 'call', call: 1, method: 'close', params: { model: 'none' } });
    await once(child, 'message');
    return child.pid ?? 0;
  }

  afterEach(() => {
    if (child) killProgram(child);
  });

  test('has no network where the system permits that', async () => {
    const pid = await start(false);
    expect(namespaceOf(pid) !== namespaceOf('self')).toBe(networkJail().length > 0);
  });

  test('has only its own files where the system permits that', async () => {
    const pid = await start(false, { reads: [], writes: [] });
    expect(confinesFiles({ reads: [], writes: [] })).toBe(hasLandlock);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    expect(/^NoNewPrivs:\s+1$/m.test(status)).toBe(hasLandlock);
  });

  test('receives none of the variables that may be secrets', async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'a secret';
    process.env['HF_TOKEN'] = 'a secret';
    const pid = await start(false);
    delete process.env['AWS_SECRET_ACCESS_KEY'];
    delete process.env['HF_TOKEN'];
    const names = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .map((each) => each.split('=')[0]);
    expect(names).toContain('PATH');
    expect(names).not.toContain('AWS_SECRET_ACCESS_KEY');
    expect(names).not.toContain('HF_TOKEN');
  });

  test('has the network and the token of the hub if it fetches models', async () => {
    process.env['HF_TOKEN'] = 'a secret';
    process.env['WAV2EMO_TOKEN'] = 'of the server';
    const pid = await start(true);
    delete process.env['HF_TOKEN'];
    delete process.env['WAV2EMO_TOKEN'];
    expect(namespaceOf(pid)).toBe(namespaceOf('self'));
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    expect(environment).toContain('HF_TOKEN=a secret');
    expect(environment).not.toContain('WAV2EMO_TOKEN');
  });
});

describe('the files of a confined process', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wav2emo-jail-'));
    for (const name of ['read', 'write', 'other']) mkdirSync(join(folder, name));
    for (const name of ['read', 'other']) writeFileSync(join(folder, name, 'file'), 'content');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const permissions = () => ({ reads: [join(folder, 'read')], writes: [join(folder, 'write')] });

  test('are named in its command, and places that do not exist are left out', () => {
    const command = fileJail({ ...permissions(), reads: [join(folder, 'read'), '/not/there'] });
    expect(command.slice(0, 4)).toEqual(['setpriv', '--no-new-privs', '--landlock-access', 'fs']);
    const rules = command.filter((word) => word.startsWith('path-beneath:'));
    const rightsOf = (place: string) =>
      rules.filter((rule) => rule.endsWith(`:${place}`)).map((rule) => rule.split(':')[1]);
    expect(rightsOf(join(folder, 'read'))).toEqual(['execute,read-file,read-dir']);
    expect(rightsOf(join(folder, 'write'))[0]).toContain('write-file');
    expect(rightsOf('/not/there')).toEqual([]);
    expect(rightsOf('/')).toEqual([]);
    expect(rightsOf('/etc')).toEqual([]);
  });

  test('are identified by what lies there, not by their paths', () => {
    const place = join(folder, 'read');
    const before = identify([place]);
    expect(identify([place])).toBe(before);
    // Another folder first, so that the number of the first is not given out again.
    rmSync(place, { recursive: true });
    expect(identify([place])).not.toBe(before);
    mkdirSync(join(folder, 'between'));
    mkdirSync(place);
    expect(identify([place])).not.toBe(before);
  });

  test.runIf(hasLandlock)('are the only ones that it can use', () => {
    const attempt = (code: string) => {
      const script = `const fs = require('node:fs'); const folder = ${JSON.stringify(folder)}; ${code}`;
      const [command, ...args] = [...fileJail(permissions()), process.execPath, '-e', script];
      return spawnSync(command, args, { encoding: 'utf8' });
    };
    expect(attempt(`process.stdout.write(fs.readFileSync(folder + '/read/file'))`).stdout).toBe(
      'content',
    );
    expect(attempt(`fs.writeFileSync(folder + '/write/new', 'new')`).status).toBe(0);
    for (const code of [
      `fs.readFileSync(folder + '/other/file')`,
      `fs.readdirSync(folder + '/other')`,
      `fs.writeFileSync(folder + '/read/new', 'new')`,
      `fs.writeFileSync(folder + '/read/file', 'new')`,
      `fs.rmSync(folder + '/other/file')`,
      `require('node:child_process').execFileSync('cat', [folder + '/other/file'])`,
    ])
      expect(attempt(code).stderr, code).toMatch(/EACCES|Permission denied/);
  });
});
