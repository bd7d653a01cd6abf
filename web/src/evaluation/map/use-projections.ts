import type { Point } from '@engine/evaluation/web.js';
import { useEffect, useState } from 'react';

/** The points of a projection, or why there are none. */
export type Projected = readonly Point[] | 'too-few' | 'failed';

/** The projections that are computed; those that are not yet are absent. */
export type Projections = { readonly pca?: Projected; readonly umap?: Projected };

/** The ways to draw embeddings in a plane. */
export const PROJECTIONS = ['pca', 'umap'] as const;
export type Projection = (typeof PROJECTIONS)[number];

type Computed = { readonly of: readonly Float32Array[]; readonly projections: Projections };

const NONE: Projections = {};
const FAILED: Projections = { pca: 'failed', umap: 'failed' };

/**
 * Projects embeddings in a worker, because UMAP takes seconds for a few hundred of them.
 *
 * @param embeddings `[points][embeddingSize]`; the same array as long as they do not change
 */
export function useProjections(embeddings: readonly Float32Array[]): Projections {
  const [computed, setComputed] = useState<Computed>();
  useEffect(() => {
    const worker = new Worker(new URL('./map-worker.ts', import.meta.url), { type: 'module' });
    const add = (found: Projections) => {
      setComputed((before) => ({
        of: embeddings,
        projections: { ...(before?.of === embeddings && before.projections), ...found },
      }));
    };
    worker.onmessage = ({ data }: MessageEvent<Projections>) => {
      add(data);
      if (data.umap) worker.terminate();
    };
    worker.onerror = () => {
      setComputed((before) => ({
        of: embeddings,
        projections: { ...FAILED, ...(before?.of === embeddings && before.projections) },
      }));
    };
    worker.postMessage(embeddings);
    return () => {
      worker.terminate();
    };
  }, [embeddings]);
  return computed?.of === embeddings ? computed.projections : NONE;
}
