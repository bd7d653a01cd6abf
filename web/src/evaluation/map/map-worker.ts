import { projectPca, projectUmap } from './engine.ts';

/** Computes both projections of the embeddings that are posted; PCA, which is faster, is posted first. */
self.onmessage = ({ data }: MessageEvent<readonly Float32Array[]>) => {
  self.postMessage({ pca: projectPca(data) });
  self.postMessage({ umap: projectUmap(data) ?? 'too-few' });
};
