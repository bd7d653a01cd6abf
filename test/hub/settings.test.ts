import { homedir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { expect, test, vi } from 'vitest';
import { hubSettings } from '../../src/hub/index.js';
import { temporaryFolder, writeFiles } from './hub-fixture.js';

test('has defaults for an empty environment', () => {
  const home = temporaryFolder();
  expect(hubSettings({ XDG_CACHE_HOME: home })).toEqual({
    endpoint: 'https://huggingface.co',
    cacheFolder: join(home, 'wav2emo'),
    offline: false,
    pythonCacheFolder: join(home, 'huggingface', 'hub'),
  });
});

test("puts our cache in the system's folder for caches if nothing else is set", () => {
  vi.stubEnv('XDG_CACHE_HOME', undefined);
  const { cacheFolder } = hubSettings({ HF_TOKEN_PATH: temporaryFolder() + '/none' });
  vi.unstubAllEnvs();
  if (process.platform === 'linux') expect(cacheFolder).toBe(join(homedir(), '.cache', 'wav2emo'));
  else expect(cacheFolder).toBe(envPaths('wav2emo', { suffix: '' }).cache);
});

test('puts our cache where WAV2EMO_CACHE, then HF_HOME says', () => {
  const home = temporaryFolder();
  expect(hubSettings({ HF_HOME: home }).cacheFolder).toBe(join(home, 'wav2emo'));
  const own = { HF_HOME: home, WAV2EMO_CACHE: '~/models' };
  expect(hubSettings(own).cacheFolder).toBe(join(homedir(), 'models'));
});

test("finds Python's cache where HF_HUB_CACHE, its older name, or HF_HOME says", () => {
  const HF_HOME = temporaryFolder();
  const older = { HF_HOME, HUGGINGFACE_HUB_CACHE: join(HF_HOME, 'older') };
  const newer = { ...older, HF_HUB_CACHE: join(HF_HOME, 'newer') };
  const found = [{ HF_HOME }, older, newer].map((env) => hubSettings(env).pythonCacheFolder);
  expect(found).toEqual(['hub', 'older', 'newer'].map((name) => join(HF_HOME, name)));
});

test('takes the token from the variables first, then from the file', () => {
  const HF_HOME = temporaryFolder();
  expect(hubSettings({ HF_HOME }).token).toBeUndefined();
  writeFiles(HF_HOME, { token: 'hf_file\n', 'other-token': 'hf_other' });
  expect(hubSettings({ HF_HOME, HF_TOKEN: ' ' }).token).toBe('hf_file');
  expect(hubSettings({ HF_HOME, HF_TOKEN_PATH: join(HF_HOME, 'other-token') }).token).toBe(
    'hf_other',
  );
  expect(hubSettings({ HF_HOME, HUGGING_FACE_HUB_TOKEN: 'hf_older' }).token).toBe('hf_older');
  const both = { HF_HOME, HUGGING_FACE_HUB_TOKEN: 'hf_older', HF_TOKEN: 'hf_new' };
  expect(hubSettings(both).token).toBe('hf_new');
});

test('says which token file cannot be read', () => {
  const HF_HOME = temporaryFolder();
  writeFiles(HF_HOME, { 'token/oops': '' });
  expect(() => hubSettings({ HF_HOME })).toThrow(join(HF_HOME, 'token'));
});

test('takes an endpoint without its last slash, and refuses what is none without repeating it', () => {
  const XDG_CACHE_HOME = temporaryFolder();
  const endpoint = (HF_ENDPOINT: string) => hubSettings({ HF_ENDPOINT, XDG_CACHE_HOME }).endpoint;
  expect(endpoint('https://mirror.example/hf/')).toBe('https://mirror.example/hf');
  for (const wrong of [
    'mirror.example',
    'ftp://mirror.example',
    'https://me:secret@mirror.example',
  ])
    expect(() => endpoint(wrong)).toThrow(/^HF_ENDPOINT is not usable(?!.*secret@)/);
});

test.each([
  ['1', true],
  ['TRUE', true],
  ['on', true],
  ['yes', true],
  ['0', false],
  ['', false],
])('HF_HUB_OFFLINE=%s means %s', (HF_HUB_OFFLINE, offline) => {
  expect(hubSettings({ HF_HUB_OFFLINE, XDG_CACHE_HOME: temporaryFolder() }).offline).toBe(offline);
});

test('takes the time limit in seconds', () => {
  const seconds = (text: string) =>
    hubSettings({ HF_HUB_DOWNLOAD_TIMEOUT: text, XDG_CACHE_HOME: temporaryFolder() })
      .timeoutSeconds;
  expect([seconds('5'), seconds('soon'), seconds('-1')]).toEqual([5, undefined, undefined]);
});
