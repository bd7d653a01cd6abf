/** What is measured: models in the browser, transformers.js, and Node. */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/prepare.js';

const THREADS = Math.min(4, cpus().length);

const own = (name, model, threads) => ({
  name: `${name}, ${threads === 1 ? 'one thread' : `${threads} threads`}`,
  ...{ program: 'own', model, threads },
});
const peer = (dtype) => ({
  name: `transformers.js ${dtype}, ${THREADS} threads`,
  ...{ program: 'peer', dtype, threads: THREADS },
});

/** Each in a browser of its own. */
export const variants = [
  own('wav2emo-small', '/wav2emo/models/wav2emo-small', THREADS),
  own('wav2emo-small', '/wav2emo/models/wav2emo-small', 1),
  own('wav2emo-base', '/wav2emo/models/wav2emo-base', THREADS),
  own('wav2emo-base', '/wav2emo/models/wav2emo-base', 1),
  own('wav2vec2-base int8', '/int8', THREADS),
  peer('q8'),
  peer('fp32'),
];

/** The same models in Node, with its default number of threads. */
export function nodeVariants(int8) {
  const of = (name, source) => ({
    open: async () => {
      const { EmotionClassifier } = await import('../../dist/index.js');
      const classifier = await EmotionClassifier.fromHparams({ source });
      return {
        name: `${name}, Node`,
        classify: async (path) => {
          const file = new Blob([readFileSync(path)]);
          const begun = performance.now();
          const { probabilities } = await classifier.classifyFile(file, { voiceActivity: false });
          return { milliseconds: performance.now() - begun, probabilities: [...probabilities] };
        },
        close: () => classifier.dispose(),
      };
    },
  });
  const embedded = (name) => of(name, join(root, 'models', name));
  return [embedded('wav2emo-small'), embedded('wav2emo-base'), of('wav2vec2-base int8', int8)];
}
