import type { Point } from '@engine/evaluation/web.js';

/** The ways to draw embeddings in a plane. */
export const PROJECTIONS = ['pca', 'umap'] as const;
export type Projection = (typeof PROJECTIONS)[number];

/** The points of a projection; UMAP needs a few points. */
export type Projected = readonly Point[] | 'too-few';

/** What the worker posts: each projection as soon as it is computed. */
export type ProjectedMessage = Partial<Readonly<Record<Projection, Projected>>>;

/** The projections of embeddings, which are computed one after the other. */
export type Projections = Readonly<Record<Projection, Promise<Projected>>>;

/** The map and the exported page use the same projections. */
const known = new WeakMap<readonly Float32Array[], Projections>();

/**
 * Projects embeddings in a worker, because UMAP takes seconds for a few hundred of them; the same array
 * is projected once.
 *
 * @param embeddings `[points][embeddingSize]`
 */
export function projectEmbeddings(embeddings: readonly Float32Array[]): Projections {
  const found = known.get(embeddings) ?? startProjecting(embeddings);
  known.set(embeddings, found);
  return found;
}

function startProjecting(embeddings: readonly Float32Array[]): Projections {
  const worker = new Worker(new URL('./map-worker.ts', import.meta.url), { type: 'module' });
  const projected = (wanted: Projection) =>
    new Promise<Projected>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<ProjectedMessage>) => {
        const points = data[wanted];
        if (points) resolve(points);
      });
      worker.addEventListener('error', ({ message }) => {
        reject(new Error(message || 'The worker of the map could not be started.'));
      });
    });
  const projections = { pca: projected('pca'), umap: projected('umap') };
  worker.postMessage(embeddings);
  void Promise.allSettled(Object.values(projections)).then(() => {
    worker.terminate();
  });
  return projections;
}
