import { fileURLToPath } from 'node:url';
import { readBundle } from '../../../src/bundles/index.js';
import { type LoadedModel, toResultJson } from '../../../src/inference/index.js';
import { openModel } from '../../../src/node/index.js';
import { type Attempt, type Bytes, judgeNumbers, mutant, refusal } from './attempt.js';

/** The models in turn: one takes the power spectrum of the samples, the other the samples. */
const MODELS = ['ecapa-mini', 'wav2vec2-mini'];

/** Classifies changed recordings, as the command line does. */
export async function classifying(seeds: readonly Bytes[]): Promise<Attempt> {
  const models = await Promise.all(MODELS.map(open));
  return async (random) => {
    const model = models[Math.floor(random() * models.length)];
    if (!model) throw new RangeError('There is no model.');
    try {
      const result = await model.classifyBlob(new Blob([mutant(seeds, random)]));
      return judgeNumbers(toResultJson(result));
    } catch (error) {
      return refusal(error);
    }
  };
}

async function open(name: string): Promise<LoadedModel> {
  const folder = fileURLToPath(new URL(`../../../models/${name}/`, import.meta.url));
  return await openModel(await readBundle(folder), { threads: 1 });
}
