import { dot } from './vectors.js';

/** Joins the clusters `a` and `b` to the cluster `points + index of the merge`. */
export type Merge = { readonly a: number; readonly b: number; readonly height: number };

/**
 * Ward's agglomerative clustering: joins the two clusters whose union increases the squared distances
 * from the means least, until one is left. The chain of nearest neighbours needs O(points²) time and
 * O(points) memory.
 *
 * @param points vectors of equal size
 * @returns `points - 1` merges; a merge comes after those that made its clusters, and the last one is
 *   the highest
 * @see https://arxiv.org/abs/1109.2378, section 3.2
 */
export function wardTree(points: readonly ArrayLike<number>[]): Merge[] {
  const clusters = new Map(points.map((mean, id) => [id, makeCluster(Float64Array.from(mean), 1)]));
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (clusters.size > 1) {
    if (chain.length === 0) chain.push(clusters.keys().next().value ?? 0);
    const tip = chain.at(-1) ?? 0;
    const before = chain.at(-2);
    const { id, height } = nearest(clusters, tip, before);
    if (id !== before) {
      chain.push(id);
      continue;
    }
    chain.length -= 2;
    join(clusters, tip, id, points.length + merges.length);
    merges.push({ a: tip, b: id, height });
  }
  return merges;
}

/**
 * The clusters of a tree that is cut into `count` clusters.
 *
 * @returns the cluster of each point, numbered from 0 in the order of the points
 */
export function cutTree(merges: readonly Merge[], points: number, count: number): number[] {
  const root = Array.from({ length: points + merges.length }, (_, id) => id);
  const order = merges.map((merge, at) => ({ ...merge, id: points + at }));
  // Equal heights keep their order, in which children come before their parents.
  order.sort((x, y) => x.height - y.height);
  for (const { a, b, id } of order.slice(0, Math.max(0, points - count))) {
    root[a] = id;
    root[b] = id;
  }
  const find = (id: number): number => {
    let at = id;
    for (let up = root[at] ?? at; up !== at; up = root[at] ?? at) at = up;
    return at;
  };
  const numbers = new Map<number, number>();
  return Array.from({ length: points }, (_, point) => {
    const top = find(point);
    if (!numbers.has(top)) numbers.set(top, numbers.size);
    return numbers.get(top) ?? 0;
  });
}

type Cluster = { readonly mean: Float64Array; readonly size: number; readonly square: number };

const makeCluster = (mean: Float64Array, size: number): Cluster => ({
  mean,
  size,
  square: dot(mean, mean),
});

/** The cluster that is nearest to `tip`; of equally near ones the previous one of the chain. */
function nearest(clusters: ReadonlyMap<number, Cluster>, tip: number, before: number | undefined) {
  const own = clusters.get(tip);
  let [id, height] = [-1, Infinity];
  if (!own) return { id, height };
  const consider = (other: number, { mean, size, square }: Cluster) => {
    const apart = Math.max(0, own.square + square - 2 * dot(own.mean, mean));
    const rise = (apart * own.size * size) / (own.size + size);
    if (rise < height) [id, height] = [other, rise];
  };
  const previous = before === undefined ? undefined : clusters.get(before);
  if (before !== undefined && previous) consider(before, previous);
  for (const [other, cluster] of clusters) if (other !== tip) consider(other, cluster);
  return { id, height };
}

function join(clusters: Map<number, Cluster>, a: number, b: number, id: number): void {
  const [x, y] = [clusters.get(a), clusters.get(b)];
  if (!x || !y) return;
  const size = x.size + y.size;
  const mean = x.mean.map((value, i) => (value * x.size + (y.mean[i] ?? 0) * y.size) / size);
  clusters.delete(a);
  clusters.delete(b);
  clusters.set(id, makeCluster(mean, size));
}
