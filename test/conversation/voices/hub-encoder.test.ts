import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { memoryFolder, openCheckpoint } from '../../../src/checkpoint/index.js';
import { assignSpeakers, type SpokenPiece } from '../../../src/conversation/voices/index.js';
import { planModel } from '../../../src/models/index.js';
import { fixture, readSamples } from '../../models/golden.js';
import { runPlan } from '../../models/open-model.js';

/** What hyperparams.yaml of speechbrain/spkrec-ecapa-voxceleb has beyond a classifier's. */
const SECOND_NORM = `
mean_var_norm_emb: !new:speechbrain.processing.features.InputNormalization
    norm_type: global
    std_norm: False
`;

/** The ECAPA-TDNN of the fixtures in the layout of speechbrain/spkrec-ecapa-voxceleb. */
async function speakerFolder() {
  const own = (name: string) => fixture(`checkpoints/speechbrain-ecapa/${name}`);
  const yaml = (await readFile(own('hyperparams.yaml'), 'utf8'))
    .replace('\nmodules:', `${SECOND_NORM}\nmodules:`)
    .replace(
      '    loadables:',
      '    loadables:\n        mean_var_norm_emb: !ref <mean_var_norm_emb>',
    );
  const speakers = ['id10001', 'id10002', 'id10003', 'id10004'];
  const labels = speakers.map((name, index) => `'${name}' => ${index}`).join('\n');
  return memoryFolder('spkrec-ecapa-voxceleb', {
    'hyperparams.yaml': new Blob([yaml]),
    'label_encoder.txt': new Blob([labels]),
    'embedding_model.ckpt': await openAsBlob(own('embedding_model.ckpt')),
    'classifier.ckpt': await openAsBlob(own('classifier.ckpt')),
    'mean_var_norm_emb.ckpt': await openAsBlob(fixture('mean_var_norm_emb.ckpt')),
  });
}

test("SpeechBrain's ECAPA-TDNN speaker model is opened and tells speakers apart", async () => {
  const plan = planModel(await openCheckpoint(await speakerFolder()));
  expect(plan).toMatchObject({ architecture: 'ecapa-tdnn', embeddingSize: 12 });
  const { session } = await runPlan(plan);
  const samples = readSamples(fixture('audio/high-2.3s.wav'));
  const pieces = [0, 1, 2].map((at): SpokenPiece => {
    return { start: 10 * at, end: 10 * at + samples.length / 16_000, samples };
  });
  const speakers = await assignSpeakers(pieces, session, { batch: 1 });
  expect(speakers).toHaveLength(1);
  expect(speakers[0]?.speech).toHaveLength(3);
});
