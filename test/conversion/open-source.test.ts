import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSource } from '../../src/conversion/open-source.js';
import { fixturePath } from '../checkpoint/fixtures.js';

/** A folder whose files are links to those of a fixture, like SpeechBrain's `savedir`. */
async function folderOfLinks(): Promise<string> {
  const model = fixturePath('checkpoints/speechbrain-ecapa');
  const folder = await mkdtemp(join(tmpdir(), 'wav2emo-links-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const file of await readdir(model)) await symlink(join(model, file), join(folder, file));
  return folder;
}

test('the links of a folder that a person names are followed', async () => {
  const checkpoint = await openSource({ folder: await folderOfLinks() });
  expect(checkpoint.labels).toEqual(['neu', 'ang', 'hap', 'sad']);
});

test('links that leave the snapshot of a hub are refused, with what to do', async () => {
  const refused = openSource({ folder: await folderOfLinks(), revision: 'a'.repeat(40) });
  await expect(refused).rejects.toThrow(/outside its folder.*cp -rL/);
});
