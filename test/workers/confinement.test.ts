import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { forkProgram, killProgram } from '../../src/workers/fork-program.js';
import { networkJail } from '../../src/workers/index.js';
import { runThreadsFromSources } from '../support/run-threads-from-sources.js';

runThreadsFromSources();

const namespaceOf = (pid: number | 'self') => readlinkSync(`/proc/${pid}/ns/net`);

describe.skipIf(process.platform !== 'linux')('the process that decodes', () => {
  let child: ReturnType<typeof forkProgram> | undefined;

  async function start(usesHub: boolean): Promise<number> {
    child = forkProgram('workers/worker-main', { heapMb: 256, scratch: tmpdir(), usesHub });
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
