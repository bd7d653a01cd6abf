import { useEffect, useState } from 'react';
import { type Projected, projectEmbeddings, type Projection } from './project-embeddings.ts';

type Found = {
  readonly of: readonly Float32Array[];
  readonly projection: Projection;
  readonly points: Projected | 'failed';
};

/**
 * The points of embeddings in a plane; `undefined` while they are computed.
 *
 * @param embeddings `[points][embeddingSize]`; the same array as long as they do not change
 */
export function useProjection(
  embeddings: readonly Float32Array[],
  projection: Projection,
): Projected | 'failed' | undefined {
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    let isWanted = true;
    const show = (points: Found['points']) => {
      if (isWanted) setFound({ of: embeddings, projection, points });
    };
    projectEmbeddings(embeddings)[projection].then(show, () => {
      show('failed');
    });
    return () => {
      isWanted = false;
    };
  }, [embeddings, projection]);
  const isFound = found?.of === embeddings && found.projection === projection;
  return isFound ? found.points : undefined;
}
