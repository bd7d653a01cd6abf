import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkpointFolder } from '../support/fixtures.js';
import { type HubServer, startHubServer } from '../support/hub-server.js';
import { makeWav, voice } from '../support/make-wav.js';
import { runCli } from '../support/run-cli.js';

const REPOSITORY = 'speechbrain/emotion-recognition-wav2vec2-IEMOCAP';
let folder: string;
let recording: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-models-'));
  recording = join(folder, 'voice.wav');
  await writeFile(recording, makeWav(1, voice));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('with a hub', () => {
  let hub: HubServer;
  const before = { ...process.env };

  beforeEach(async () => {
    hub = await startHubServer({
      folder: checkpointFolder('speechbrain-wav2vec2'),
      repository: REPOSITORY,
    });
    process.env['HF_ENDPOINT'] = hub.endpoint;
    process.env['WAV2EMO_CACHE'] = await mkdtemp(join(folder, 'cache-'));
  });

  afterEach(async () => {
    process.env['HF_ENDPOINT'] = before['HF_ENDPOINT'];
    process.env['WAV2EMO_CACHE'] = before['WAV2EMO_CACHE'];
    await hub.close();
  });

  test('pull shows the licence first and leaves a model that answers without a hub', async () => {
    const pulled = await runCli(['pull', REPOSITORY]);
    expect(pulled).toMatchObject({ exitCode: 0 });
    expect(pulled.stderr).toMatch(/Fetching speechbrain.*MB\), licence: apache-2\.0/);
    await hub.close();
    const { exitCode, stdout } = await runCli(['classify', '--json', '-m', REPOSITORY, recording]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ file: recording, model: REPOSITORY });
  });

  test('models lists what was pulled: from where, at which commit, how large', async () => {
    await runCli(['pull', REPOSITORY]);
    const { stdout } = await runCli(['models', '--json']);
    const models = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(models).toContainEqual(
      expect.objectContaining({
        ...{ name: REPOSITORY, origin: 'hub', licence: 'apache-2.0', revision: hub.commit() },
        bytes: expect.any(Number) as number,
      }),
    );
    expect(models).toContainEqual(
      expect.objectContaining({ name: 'wav2vec2-mini', origin: 'embedded' }),
    );
    const table = await runCli(['models']);
    expect(table.stdout).toMatch(/NAME +FROM +SIZE +LICENCE +FOLDER/);
  });

  test('--savedir takes the files as plain files', async () => {
    const savedir = join(folder, 'savedir');
    const { exitCode } = await runCli(['pull', REPOSITORY, '--savedir', savedir]);
    expect(exitCode).toBe(0);
    expect(await readdir(savedir)).toEqual(
      expect.arrayContaining([
        'hyperparams.yaml',
        'label_encoder.txt',
        'model.ckpt',
        'wav2vec2.ckpt',
      ]),
    );
  });

  test.each([
    [401, 'HF_TOKEN'],
    [404, 'emotion-recognition'],
    [500, '500'],
  ])('status %i is an error that says what to do', async (status, words) => {
    hub.faults.refuse = { status, times: 100 };
    const { exitCode, stdout, stderr } = await runCli(['pull', REPOSITORY]);
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(words);
  });
});

describe('convert', () => {
  test('takes figures and the calibration from one file, and refuses a temperature of 0', async () => {
    const figures = join(folder, 'figures.json');
    const source = checkpointFolder('speechbrain-wav2vec2');
    const convert = async (temperature: number) => {
      const figure = { name: 'UAR', value: 0.5, protocol: 'held-out speakers' };
      const calibration = { temperature, uncertain_below: 0.4 };
      await writeFile(figures, JSON.stringify({ figures: [figure], calibration, ece: 0.05 }));
      return runCli(['convert', source, join(folder, 'fitted'), '--figures', figures]);
    };
    const refused = await convert(0);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/figures\.json[\s\S]*temperature/);
    expect(await convert(1.7)).toMatchObject({ exitCode: 0 });
    const manifest: unknown = JSON.parse(
      await readFile(join(folder, 'fitted', 'model.json'), 'utf8'),
    );
    expect(manifest).toMatchObject({
      figures: [{ name: 'UAR', value: 0.5 }],
      calibration: { temperature: 1.7, uncertainBelow: 0.4 },
    });
    const { stdout } = await runCli(['inspect', join(folder, 'fitted')]);
    expect(stdout).toMatch(/calibration +temperature 1\.7, uncertain below 0\.4/);
  });

  test('writes a bundle that is named, licensed and answers', async () => {
    const bundle = join(folder, 'bundle');
    const source = checkpointFolder('hubert-base');
    const options = ['--name', 'my-hubert', '--licence', 'MIT'];
    const converted = await runCli(['convert', source, bundle, ...options]);
    expect(converted).toMatchObject({ exitCode: 0, stdout: `${bundle}\n` });
    const manifest: unknown = JSON.parse(await readFile(join(bundle, 'model.json'), 'utf8'));
    expect(manifest).toMatchObject({
      name: 'my-hubert',
      licence: 'MIT',
      provenance: { source: 'my-hubert' },
    });
    const { exitCode } = await runCli(['classify', '--model', bundle, recording]);
    expect(exitCode).toBe(0);
  });

  test('makes a smaller model and says how its results differ', async () => {
    const bundle = join(folder, 'small');
    const source = checkpointFolder('hubert-large');
    const convert = (...options: string[]) => runCli(['convert', source, bundle, ...options]);
    const small = ['--precision', 'int8', '--layers', '1', '--audio', recording];
    const refused = await convert(...small);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/returns the same label for .* of 1 recordings/);
    expect(await convert(...small, '--accept-distance')).toMatchObject({ exitCode: 0 });
    const { stdout } = await runCli(['inspect', bundle]);
    expect(stdout).toMatch(/precision +int8\n/);
    expect(stdout).toMatch(/layers +the first of \d+\n/);
    expect(stdout).toMatch(/distance +from the full model in fp32: .* 1: 1 recording named by/);
  });

  test('is not needed for a smaller model: classify makes one on its way', async () => {
    const source = checkpointFolder('hubert-large');
    const options = ['--json', '--embedding', '--no-voice-activity', '--model', source];
    const embedding = async (precision: string) => {
      const run = await runCli(['classify', recording, ...options, '--precision', precision]);
      expect(run.exitCode).toBe(0);
      return (JSON.parse(run.stdout) as { embedding: number[] }).embedding;
    };
    const exact = await embedding('fp32');
    expect(exact.length).toBeGreaterThan(1);
    expect(await embedding('auto')).toEqual(exact);
    expect(await embedding('int8-weights')).not.toEqual(exact);
  });

  test.each([
    ['--precision', 'int4', 'Allowed choices are fp32, fp16, int8, int8-weights'],
    ['--layers', '0', 'Expected a whole number of at least 1'],
    ['--layers', '99', '99 layers to keep'],
  ])('refuses %s %s with words', async (option, value, words) => {
    const target = join(folder, 'never');
    const source = checkpointFolder('hubert-base');
    const { exitCode, stderr } = await runCli(['convert', source, target, option, value]);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(words);
    await expect(stat(target)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('names the recording that it cannot measure on', async () => {
    const options = ['--precision', 'int8', '--audio', join(folder, 'nowhere.wav')];
    const target = join(folder, 'never');
    const { exitCode, stderr } = await runCli([
      'convert',
      checkpointFolder('hubert-base'),
      target,
      ...options,
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('nowhere.wav');
  });

  test('says so when its source is a bundle already', async () => {
    const { exitCode, stderr } = await runCli(['convert', 'wav2vec2-mini', join(folder, 'copy')]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('is a bundle already');
  });

  test('never overwrites a folder', async () => {
    const taken = await mkdtemp(join(folder, 'taken-'));
    const { exitCode, stderr } = await runCli(['convert', checkpointFolder('hubert-base'), taken]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('exists already');
  });

  test('leaves nothing behind when the checkpoint is broken', async () => {
    const broken = await mkdtemp(join(folder, 'broken-'));
    const target = join(folder, 'half', 'bundle');
    for (const file of await readdir(checkpointFolder('hubert-base'))) {
      const content = await readFile(join(checkpointFolder('hubert-base'), file));
      const cut = file.endsWith('.bin') ? content.subarray(0, content.length / 2) : content;
      await writeFile(join(broken, file), cut);
    }
    const { exitCode, stderr } = await runCli(['convert', broken, target]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('pytorch_model.bin');
    await expect(stat(target)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('inspect', () => {
  test('says what a checkpoint is, tensor by tensor if asked', async () => {
    const source = checkpointFolder('wavlm-large');
    const plain = await runCli(['inspect', source]);
    expect(plain.exitCode).toBe(0);
    expect(plain.stdout).toMatch(/architecture +wavlm\n/);
    expect(plain.stdout).toMatch(/parameters +[\d.]+ million/);
    const listed = await runCli(['inspect', source, '--tensors']);
    expect(listed.stdout).toMatch(/classifier\.weight +float32 +\[\d+, \d+\]/);
  });

  test('says as JSON what a bundle is', async () => {
    const { stdout } = await runCli(['inspect', 'wav2vec2-mini', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ name: 'wav2vec2-mini', format: 'bundle', labels: ['neu', 'ang', 'hap', 'sad'] },
      model: { architecture: 'wav2vec2', task: 'classification', embeddingSize: 768 },
    });
  });

  test('rounds the figures of a bundle', async () => {
    const { stdout } = await runCli(['inspect', 'wav2emo-base']);
    expect(stdout).toMatch(/UAR emodb, alone +0\.\d{1,3} \(95 %: 0\.\d{1,3} to \d(\.\d{1,3})?\); /);
    expect(stdout).not.toMatch(/^(UAR|ECE).*\d\.\d{4}/m);
  });

  test('says why a checkpoint is not supported', async () => {
    const source = await mkdtemp(join(folder, 'adapter-'));
    for (const file of await readdir(checkpointFolder('wav2vec2-base')))
      await writeFile(
        join(source, file),
        await readFile(join(checkpointFolder('wav2vec2-base'), file)),
      );
    const config = JSON.parse(await readFile(join(source, 'config.json'), 'utf8')) as object;
    await writeFile(join(source, 'config.json'), JSON.stringify({ ...config, add_adapter: true }));
    const { exitCode, stdout, stderr } = await runCli(['inspect', source]);
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain('add_adapter');
  });
});
