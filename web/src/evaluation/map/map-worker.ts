import { projectPca, projectUmap } from './engine.ts';
import type { ProjectedMessage } from './project-embeddings.ts';

const post = (message: ProjectedMessage) => {
  self.postMessage(message);
};

/** Computes both projections of the embeddings that are posted; PCA, which is faster, is posted first. */
self.onmessage = ({ data }: MessageEvent<readonly Float32Array[]>) => {
  post({ pca: projectPca(data) });
  post({ umap: projectUmap(data) ?? 'too-few' });
};
