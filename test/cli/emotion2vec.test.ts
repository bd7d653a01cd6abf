import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixturePath } from '../checkpoint/fixtures.js';
import { checkpointFolder } from '../support/fixtures.js';
import { startModelScopeServer } from '../support/modelscope-server.js';
import { runCli } from '../support/run-cli.js';

const NAME = 'iic/emotion2vec_plus_base';
const before = { ...process.env };
let server: Awaited<ReturnType<typeof startModelScopeServer>>;
let cache: string;

beforeAll(async () => {
  const folder = checkpointFolder('emotion2vec-base');
  server = await startModelScopeServer({ folder, repository: NAME });
  cache = await mkdtemp(join(tmpdir(), 'wav2emo-modelscope-'));
  process.env['MODELSCOPE_ENDPOINT'] = server.endpoint;
  process.env['WAV2EMO_CACHE'] = cache;
});

afterAll(async () => {
  process.env['MODELSCOPE_ENDPOINT'] = before['MODELSCOPE_ENDPOINT'];
  process.env['WAV2EMO_CACHE'] = before['WAV2EMO_CACHE'];
  await server.close();
  await rm(cache, { recursive: true, force: true });
});

test('a model of ModelScope is pulled once, and classifies without the hub', async () => {
  const model = `modelscope:${NAME}`;
  const pulled = await runCli(['pull', model, '--precision', 'fp32']);
  expect(pulled).toMatchObject({ exitCode: 0 });
  expect(pulled.stderr).toContain(`Fetching ${model}`);
  expect(pulled.stderr).toContain('licence: other');
  await server.close();
  const recording = fixturePath('audio/high-2.3s.wav');
  const options = ['--json', '--precision', 'fp32', '--no-voice-activity'];
  const { exitCode, stdout } = await runCli(['classify', '-m', model, ...options, recording]);
  expect(exitCode).toBe(0);
  const result = JSON.parse(stdout) as { model: string; labels?: { id: string }[] };
  expect(result.model).toBe(model);
  expect(stdout).toContain('surprised');
  expect(stdout).not.toContain('unuse');
  const listed = await runCli(['models']);
  expect(listed.stdout).toMatch(/modelscope:iic\/emotion2vec_plus_base +hub [0-9a-f]{8}/);
});
