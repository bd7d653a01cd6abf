/** What is measured: models in the browser, transformers.js, and Node. */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/prepare.js';
import { openInBrowser } from './open-in-browser.js';
import { openInNode } from './open-in-node.js';

const THREADS = Math.min(4, cpus().length);
const THREADED = `${THREADS} threads`;
const ALONE = '1 thread';

/** The models that the package has. */
export const EMBEDDED = ['wav2emo-small', 'wav2emo-base'];
export const BASE = 'wav2vec2-base int8';

/** The names of variants in the tables and targets. */
export const nameOf = {
  threaded: (model) => `${model}, ${THREADED}`,
  alone: (model) => `${model}, ${ALONE}`,
  node: (model) => `${model}, Node`,
  peer: (dtype) => `transformers.js ${dtype}, ${THREADED}`,
};
export const PEERS = ['q8', 'fp32'].map(nameOf.peer);

/** Which variant a live session is measured with. */
export const LIVE = nameOf.alone('wav2emo-small');

/**
 * @param {string} address of the server of the page and the models
 * @param {string} int8 folder of the converted wav2vec2-base
 * @param {string} clip path of the first clip that each variant classifies
 */
export function programsOf(address, int8, clip) {
  const inBrowser = (name, settings) => ({
    name,
    open: () => openInBrowser(settings, address, clip),
  });
  const own = (name, model, threads) => inBrowser(name, { program: 'own', model, threads });
  const inNode = (model, folder) => ({
    name: nameOf.node(model),
    open: () => openInNode(folder, clip),
  });
  return [
    ...EMBEDDED.flatMap((model) => [
      own(nameOf.threaded(model), `/wav2emo/models/${model}`, THREADS),
      own(nameOf.alone(model), `/wav2emo/models/${model}`, 1),
      inNode(model, join(root, 'models', model)),
    ]),
    own(nameOf.threaded(BASE), '/int8', THREADS),
    inNode(BASE, int8),
    ...['q8', 'fp32'].map((dtype) =>
      inBrowser(nameOf.peer(dtype), { program: 'peer', dtype, threads: THREADS }),
    ),
  ];
}
