import { cp, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type BundleManifest, type Heads, prepareBundle } from '../../src/index.js';
import { checkpointFolder } from './fixtures.js';
import { seededRandom } from './seeded-random.js';

/** What {@link seededHeads} makes. */
export type SeededHeads = {
  readonly labels?: readonly string[];
  readonly embeddingSize: number;
  readonly seed?: number;
  readonly absolute?: boolean;
  readonly relative?: boolean;
};

/** Heads with seeded weights, large enough that the two heads of a model answer differently. */
export function seededHeads({
  labels = ['neu', 'ang', 'hap', 'sad'],
  embeddingSize,
  seed = 11,
  absolute = true,
  relative = true,
}: SeededHeads): Heads {
  const random = seededRandom(seed);
  const vector = (size: number, scale = 1) =>
    Array.from({ length: size }, () => Number((scale * (2 * random() - 1)).toFixed(4)));
  const head = () => ({
    weight: labels.map(() => vector(embeddingSize)),
    bias: vector(labels.length, 0.1),
    calibration: { temperature: 2, uncertainBelow: 0.4 },
  });
  const population = vector(embeddingSize, 0.1);
  const speakerSeconds = vector(embeddingSize).map((value) => 4 * Math.abs(value));
  return {
    format: 'wav2emo-heads',
    version: 1,
    labels: [...labels],
    ...(absolute && { absolute: head() }),
    ...(relative && { relative: { ...head(), population, speakerSeconds } }),
  };
}

/** Adds heads to a bundle in a folder, as the converter does. */
export async function addHeads(folder: string, heads: object): Promise<void> {
  const place = join(folder, 'model.json');
  const manifest = JSON.parse(await readFile(place, 'utf8')) as BundleManifest;
  const text = JSON.stringify(heads);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const others = manifest.files.filter(({ path }) => path !== 'heads.json');
  const files = [...others, { path: 'heads.json', bytes: Buffer.byteLength(text), sha256 }];
  await writeFile(join(folder, 'heads.json'), text);
  await writeFile(place, JSON.stringify({ ...manifest, version: 2, files }));
}

/** Copies the bundle of a model into `target` and adds heads; the default is a small checkpoint. */
export async function bundleWithHeads(
  target: string,
  options: Omit<SeededHeads, 'embeddingSize'> & { readonly source?: string } = {},
): Promise<string> {
  const { source = checkpointFolder('speechbrain-wav2vec2'), ...rest } = options;
  const { folder, manifest } = await prepareBundle({ source });
  const { embeddingSize } = manifest.architecture;
  await cp(folder, target, { recursive: true });
  await addHeads(target, seededHeads({ embeddingSize, ...rest }));
  return target;
}
