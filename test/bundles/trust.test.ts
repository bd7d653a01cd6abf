import { cp, mkdtemp, open, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { prepareBundle } from '../../src/node/index.js';
import { startHubServer } from '../support/hub-server.js';

const EMBEDDED = fileURLToPath(new URL('../../models/ecapa-mini/', import.meta.url));
let temporary: string;
let bundle: string;

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'wav2emo-trust-'));
  bundle = join(temporary, 'bundle');
  await cp(EMBEDDED, bundle, { recursive: true });
  vi.stubEnv('WAV2EMO_CACHE', join(temporary, 'cache'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(temporary, { recursive: true, force: true });
});

/** Changes bytes of a file without changing its size. */
async function damage(name: string, offset: number): Promise<void> {
  const file = await open(join(bundle, name), 'r+');
  await file.write(Buffer.alloc(1000, 0xff), 0, 1000, offset);
  await file.close();
}

describe('the weights of a bundle', () => {
  test('are compared with their checksums when it is first used', async () => {
    await damage('model.onnx.data', 100_000);
    await expect(prepareBundle({ source: bundle })).rejects.toMatchObject({
      code: 'checkpoint-corrupt',
    });
  });

  test('are compared again after they were changed, and not before', async () => {
    await prepareBundle({ source: bundle });
    const memos = await readdir(join(temporary, 'cache', 'verified'));
    expect(memos).toHaveLength(1);
    await prepareBundle({ source: bundle });
    await damage('model.onnx.data', 100_000);
    const later = new Date(Date.now() + 5000);
    await utimes(join(bundle, 'model.onnx.data'), later, later);
    await expect(prepareBundle({ source: bundle })).rejects.toMatchObject({
      code: 'checkpoint-corrupt',
    });
  });
});

test('a bundle of a hub repository is used only if the caller trusts it', async () => {
  const repository = 'somebody/bundle';
  const hub = await startHubServer({ folder: bundle, repository });
  vi.stubEnv('HF_ENDPOINT', hub.endpoint);
  try {
    await expect(prepareBundle({ source: repository })).rejects.toMatchObject({
      code: 'checkpoint-untrusted',
    });
    const trusted = await prepareBundle({ source: repository, trustBundle: true });
    expect(trusted.manifest.name).toBe('ecapa-mini');
  } finally {
    await hub.close();
  }
});
