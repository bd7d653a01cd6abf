import type { Matrix } from 'ml-matrix';
import { PCA } from 'ml-pca';
import { UMAP } from 'umap-js';
import { seededRandom } from '../metrics/seeded-random.js';

/** A place in a plane. */
export type Point = readonly [x: number, y: number];

/** UMAP's default, which few points do not have. */
const NEIGHBOURS = 15;
/** Below this, neighbours say nothing. */
const FEWEST_POINTS = 5;
const RESOLUTION = 2 ** 32;

/**
 * The two directions in which embeddings differ most. The same embeddings give the same points.
 *
 * @param embeddings `[points][embeddingSize]`
 * @returns one point for each; all at the origin if they do not differ
 * @see https://github.com/mljs/pca
 */
export function projectPca(embeddings: readonly Float32Array[]): Point[] {
  const rows = embeddings.map((each) => Array.from(each));
  const first = rows[0] ?? [];
  if (rows.every((row) => row.every((value, at) => value === first[at])))
    return rows.map(() => [0, 0]);
  // NIPALS would be faster, but divides by zero if the first number never changes.
  const isWide = 2 * rows.length < first.length;
  // The covariance of a thousand numbers takes seconds, however few rows there are.
  const pca = new PCA(rows, { method: isWide ? 'SVD' : 'covarianceMatrix' });
  const points: Matrix = pca.predict(rows, { nComponents: 2 });
  return points.to2DArray().map(([x = 0, y = 0]): Point => [x, y]);
}

/**
 * A plane in which embeddings that are near each other stay near, by UMAP; distances between far points
 * mean little. The same embeddings give the same points.
 *
 * @param embeddings `[points][embeddingSize]`
 * @returns `undefined` if there are fewer than five points
 * @see McInnes et al., UMAP: Uniform Manifold Approximation and Projection, 2018
 */
export function projectUmap(embeddings: readonly Float32Array[]): Point[] | undefined {
  if (embeddings.length < FEWEST_POINTS) return undefined;
  const random = seededRandom(0);
  const umap = new UMAP({
    nNeighbors: Math.min(NEIGHBOURS, embeddings.length - 1),
    random: () => random(RESOLUTION) / RESOLUTION,
  });
  const points = umap.fit(embeddings.map((each) => Array.from(each)));
  return points.map(([x = 0, y = 0]): Point => [x, y]);
}
