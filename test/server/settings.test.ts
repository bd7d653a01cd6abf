import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSettings, SERVER_OPTIONS, type ServerOption } from '../../src/server/index.js';
import { runCli } from '../support/run-cli.js';

const TOKEN = 'sixteen-letters!';

test('the defaults: loopback, port 8770, the SpeechBrain model on offer', () => {
  expect(readSettings({})).toMatchObject({
    host: '127.0.0.1',
    port: 8770,
    device: 'cpu',
    noModel: false,
    allowAnonymous: false,
    hubModels: ['speechbrain/emotion-recognition-wav2vec2-IEMOCAP'],
  });
  expect(readSettings({})).not.toHaveProperty('model');
});

test('a flag overrides the environment, which overrides the default', () => {
  const env = { WAV2EMO_PORT: '9000', WAV2EMO_QUEUE: '7', WAV2EMO_NO_MODEL: '1' };
  expect(readSettings({ port: '9001' }, env)).toMatchObject({
    port: 9001,
    queue: 7,
    noModel: true,
  });
});

test('an empty variable means no hub repository', () => {
  expect(readSettings({}, { WAV2EMO_HUB_MODELS: '' }).hubModels).toEqual([]);
});

test('the word known means every repository of the catalogue that opens without an option', () => {
  const { hubModels } = readSettings({ hubModels: 'owner/own, known, owner/own' });
  expect(hubModels.slice(0, 2)).toEqual(['owner/own', 'superb/wav2vec2-base-superb-er']);
  expect(hubModels).toContain('modelscope:iic/emotion2vec_plus_base');
  expect(hubModels).not.toContain('ehcalabres/wav2vec2-lg-xlsr-en-speech-emotion-recognition');
  expect(hubModels).not.toContain('amiriparian/ExHuBERT');
  expect(new Set(hubModels).size).toBe(hubModels.length);
});

describe('another host', () => {
  test('needs --token or --allow-anonymous', () => {
    expect(() => readSettings({ host: '0.0.0.0' })).toThrow(/--token .* --allow-anonymous/s);
    expect(() => readSettings({ host: '192.168.1.2' })).toThrow(RangeError);
    expect(readSettings({ host: '0.0.0.0', token: TOKEN }).token).toBe(TOKEN);
    expect(readSettings({ host: '::', allowAnonymous: true }).allowAnonymous).toBe(true);
  });

  test('is refused by the command line with advice', async () => {
    const { exitCode, stdout, stderr } = await runCli(['serve', '--host', '0.0.0.0']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('lets other machines in');
  });
});

test.each([
  [{ port: '99999' }, '--port'],
  [{ port: 'http' }, '--port'],
  [{ queue: '0' }, '--queue'],
  [{ hubModels: '../secret' }, '--hub-models'],
  [{ logLevel: 'loud' }, '--log-level'],
])('%j is refused with the name of the flag', (flags, name) => {
  expect(() => readSettings(flags)).toThrow(name);
});

test('a token that is too short is refused, and the message does not contain it', () => {
  expect(() => readSettings({}, { WAV2EMO_TOKEN: 'short-one' })).toThrow('WAV2EMO_TOKEN');
  expect(() => readSettings({ token: 'short-one' })).not.toThrow('short-one');
});

test('the table in the documentation matches the code', () => {
  const text = readFileSync(
    new URL('../../docs/reference/server.md', import.meta.url),
    'utf8',
  ).replace(/ +/g, ' ');
  for (const option of Object.values<ServerOption>(SERVER_OPTIONS)) {
    const { flag, argument, variable, fallback, help } = option;
    const name = argument === undefined ? `--${flag}` : `--${flag} ${argument}`;
    const shown = fallback === undefined || fallback === '' ? '' : `\`${fallback}\``;
    expect(text).toContain(
      `| \`${name}\` | \`${variable}\` | ${shown} | ${help} |`.replace(/ +/g, ' '),
    );
  }
});

test('the help of the command contains every option and variable', async () => {
  const { stdout } = await runCli(['serve', '--help']);
  for (const { flag, variable } of Object.values<ServerOption>(SERVER_OPTIONS)) {
    expect(stdout).toContain(`--${flag}`);
    expect(stdout).toContain(variable);
  }
});
