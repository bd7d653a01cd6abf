import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestSchema } from '../../../src/bundles/index.js';
import { type LoadedModel, toResultJson } from '../../../src/inference/index.js';
import { openModel, prepareBundle } from '../../../src/node/index.js';
import { mutateGraph } from '../mutate-graph.js';
import { type Attempt, type Bytes, judgeNumbers, mutant, refusal } from './attempt.js';

const FILES = ['model.json', 'model.onnx', 'model.onnx.data'];
const tone = Float32Array.from({ length: 16_000 }, (_, at) => 0.2 * Math.sin(at / 7));

/**
 * Loads a bundle of which one file was changed, and classifies with it. In half of the cases the
 * checksum in `model.json` is that of the changed file, as if its author had written the bundle so.
 */
export async function loadingBundles(): Promise<Attempt> {
  const embedded = fileURLToPath(new URL('../../../models/ecapa-mini/', import.meta.url));
  const originals = await Promise.all(
    FILES.map(async (file) => new Uint8Array(await readFile(join(embedded, file)))),
  );
  return async (random) => {
    const folder = await mkdtemp(join(tmpdir(), 'wav2emo-mutant-'));
    try {
      await cp(embedded, folder, { recursive: true });
      const at = Math.floor(random() * FILES.length);
      const bytes = change(originals[at] ?? new Uint8Array(), at, random);
      await writeFile(join(folder, FILES[at] ?? ''), bytes);
      if (at > 0 && random() < 0.5) await stateChecksum(folder, FILES[at] ?? '', bytes);
      const bundle = await prepareBundle({ source: folder });
      return await classify(await openModel(bundle, { threads: 1 }));
    } catch (error) {
      return refusal(error);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

function change(original: Bytes, at: number, random: () => number): Uint8Array {
  if (at === 0) return mutant([original], random);
  if (at === 1) return mutateGraph(original, random);
  const bytes = original.slice();
  const start = Math.floor(random() * bytes.length);
  for (let next = start; next < Math.min(bytes.length, start + 4096); next += 3)
    bytes[next] = Math.floor(random() * 256);
  return random() < 0.2 ? bytes.subarray(0, start) : bytes;
}

async function stateChecksum(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const place = join(folder, 'model.json');
  const manifest = manifestSchema.parse(JSON.parse(await readFile(place, 'utf8')));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const files = manifest.files.map((file) =>
    file.path === path ? { ...file, bytes: bytes.length, sha256 } : file,
  );
  await writeFile(place, JSON.stringify({ ...manifest, files }));
}

async function classify(model: LoadedModel): Promise<string> {
  try {
    return judgeNumbers(toResultJson(await model.classifySamples(tone)));
  } finally {
    await model.dispose();
  }
}
