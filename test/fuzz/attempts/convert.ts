import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBundle } from '../../../src/bundles/index.js';
import { convertCheckpoint } from '../../../src/conversion/index.js';
import { toResultJson } from '../../../src/inference/index.js';
import { openModel } from '../../../src/node/index.js';
import { type Attempt, judgeNumbers, mutant, refusal } from './attempt.js';

/** Small ones of different kinds. */
const CHECKPOINTS = ['wav2vec2-base', 'wavlm-base', 'hubert-base', 'whisper-small', 'audeering'];
const SPEECHBRAIN = ['speechbrain-wav2vec2', 'speechbrain-ecapa'];
const tone = Float32Array.from({ length: 16_000 }, (_, at) => 0.2 * Math.sin(at / 7));

/** Converts checkpoints of which one file was changed, and classifies with what comes of it. */
export const convertMutant: Attempt = async (random) => {
  const folder = await mkdtemp(join(tmpdir(), 'wav2emo-mutant-'));
  const names = [...CHECKPOINTS, ...SPEECHBRAIN];
  const name = names[Math.floor(random() * names.length)] ?? '';
  const source = join(folder, 'checkpoint');
  try {
    await cp(
      fileURLToPath(new URL(`../../fixtures/checkpoints/${name}`, import.meta.url)),
      source,
      {
        recursive: true,
      },
    );
    const files = (await readdir(source)).sort();
    const place = join(source, files[Math.floor(random() * files.length)] ?? '');
    await writeFile(place, mutant([new Uint8Array(await readFile(place))], random));
    const target = join(folder, 'bundle');
    await convertCheckpoint({ source: { folder: source }, target });
    const model = await openModel(await readBundle(target), { threads: 1 });
    const result = await model.classifySamples(tone);
    await model.dispose();
    return judgeNumbers(toResultJson(result));
  } catch (error) {
    return refusal(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
