import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeAbandoned, writeFolder } from '../src/bundles/index.js';
import { formatOwner, hasEnded, parseOwner, thisProcess } from '../src/process-owner.js';
import { UploadFolder } from '../src/server/uploads/index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-owner-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The owner of a process that has ended. */
async function endedProcess() {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return { ...(await thisProcess()), pid: child.pid ?? 0, start: '' };
}

test('an owner survives as text', async () => {
  const owner = await thisProcess();
  expect(parseOwner(formatOwner(owner))).toEqual(owner);
  expect(parseOwner('no owner')).toBeUndefined();
  expect(parseOwner('1.2.../../..')).toBeUndefined();
});

test('this process runs, an ended one does not, and another machine says nothing', async () => {
  const owner = await thisProcess();
  expect(await hasEnded(owner)).toBe(false);
  expect(await hasEnded(await endedProcess())).toBe(true);
  expect(await hasEnded({ ...owner, host: '00000000' })).toBeUndefined();
});

test.skipIf(process.platform !== 'linux')(
  'an earlier process with the id of this one has ended, as in a container',
  async () => {
    expect(await hasEnded({ ...(await thisProcess()), start: '1' })).toBe(true);
  },
);

describe('upload folders', () => {
  const limits = { largestBytes: 1000, maxFiles: 1 };
  const make = async (name: string, owner: string, age = 0) => {
    const path = join(folder, `wav2emo-server-${name}`);
    await mkdir(path);
    await writeFile(join(path, 'owner'), owner);
    const time = new Date(Date.now() - age);
    await utimes(join(path, 'owner'), time, time);
  };

  test.skipIf(process.platform !== 'linux')(
    'of crashed servers are removed, those of running ones stay',
    async () => {
      const owner = await thisProcess();
      await make('same-pid', formatOwner({ ...owner, start: '1' }));
      await make('ended', formatOwner(await endedProcess()));
      await make('elsewhere-silent', formatOwner({ ...owner, host: '00000000' }), 3600_000);
      await make('elsewhere', formatOwner({ ...owner, host: '00000000' }));
      await make('alive', formatOwner(owner));
      const mine = await UploadFolder.open(limits, folder);
      const names = (await readdir(folder)).map((name) => name.replace('wav2emo-server-', ''));
      expect(names).toEqual(expect.arrayContaining(['alive', 'elsewhere']));
      expect(names).toHaveLength(3);
      await mine.dispose();
    },
  );
});

test('what a killed conversion leaves is removed, and what a running one writes stays', async () => {
  const ended = formatOwner(await endedProcess());
  await mkdir(join(folder, `.graph-0-${ended}`));
  await mkdir(join(folder, 'graph'));
  await writeFolder(join(folder, 'written'), async (temporary) => {
    await writeFile(join(temporary, 'file'), '');
    await removeAbandoned(folder);
    expect(await readdir(folder)).toHaveLength(2);
  });
  expect((await readdir(folder)).sort()).toEqual(['graph', 'written']);
});
