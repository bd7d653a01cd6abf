import { expect, test } from 'vitest';
import { memoryFolder, openCheckpoint } from '../../src/checkpoint/index.js';

test('settings of megabytes are refused before they are parsed', async () => {
  const entries = Array.from({ length: 250_000 }, (_, at) => `"key${at}":1`);
  const config = new Blob([`{"model_type":"wav2vec2",${entries.join(',')}}`]);
  const folder = memoryFolder('hostile', { 'config.json': config });
  await expect(openCheckpoint(folder)).rejects.toMatchObject({
    code: 'checkpoint-unsafe',
    message: expect.stringMatching(
      /config\.json has \d+ bytes, expected at most 2097152/,
    ) as string,
  });
});
