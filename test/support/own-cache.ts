import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

// Tests neither see nor change the cache of the person who runs them, and reach no public hub.
const cache = mkdtempSync(join(tmpdir(), 'wav2emo-cache-'));
process.env['WAV2EMO_CACHE'] = cache;
process.env['HF_ENDPOINT'] = 'http://127.0.0.1:9';
for (const name of [
  'HF_TOKEN',
  'HUGGING_FACE_HUB_TOKEN',
  'HF_HUB_OFFLINE',
  'HF_HOME',
  'HF_HUB_CACHE',
])
  Reflect.deleteProperty(process.env, name);

afterAll(() => {
  rmSync(cache, { recursive: true, force: true });
});
