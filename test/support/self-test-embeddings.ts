import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { testWaveform } from '../../src/browser/engine/test-waveform.js';
import { readBundle } from '../../src/bundles/index.js';
import { openModel } from '../../src/node/index.js';

const MODELS = new URL('../../models/', import.meta.url);

/** How many numbers of an embedding the package has: enough to detect a device that computes wrongly. */
const VALUES = 32;

/** Every n-th number of the embeddings of the self-test's waveform, by the models' fingerprints. */
export async function selfTestEmbeddings(): Promise<Record<string, readonly number[]>> {
  const found: Record<string, readonly number[]> = {};
  const entries = await readdir(MODELS, { withFileTypes: true });
  for (const entry of entries.filter((each) => each.isDirectory())) {
    const model = await openModel(await readBundle(fileURLToPath(new URL(entry.name, MODELS))));
    const { embedding } = await model.classifySamples(testWaveform(), { voiceActivity: false });
    const step = Math.floor(embedding.length / VALUES);
    found[model.info.fingerprint] = Array.from({ length: VALUES }, (_, at) =>
      Number((embedding[at * step] ?? NaN).toPrecision(6)),
    );
    await model.dispose();
  }
  return found;
}
