import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Checkpoint, TensorStore } from '../../src/checkpoint/index.js';
import { CheckpointError } from '../../src/errors.js';
import { planModel } from '../../src/models/index.js';
import { changedCheckpoint } from './changed-checkpoint.js';
import { fixture } from './golden.js';
import { withTensors } from './seeded-store.js';

/** Tensors of pre-training, counters of training and decoders, which no result depends on. */
const UNUSED = new RegExp(
  [
    String.raw`(^|\.)(masked_spec_embed|num_batches_tracked)$`,
    String.raw`(^|\.)modality_encoders\.AUDIO\.decoder\.`,
    // Vox-Profile replaces the positions of its Whisper by others, and uses no decoder.
    String.raw`^backbone_model\.(decoder|encoder\.embed_positions)\.`,
  ].join('|'),
);

type Place = {
  readonly store: TensorStore;
  readonly replace: (store: TensorStore) => Checkpoint;
};

/** Every store of a checkpoint, and the checkpoint with another one in its place. */
function storesOf(checkpoint: Checkpoint): readonly Place[] {
  if (checkpoint.format === 'speechbrain') {
    // The statistics of SpeechBrain's InputNormalization change no result if it normalises each sentence.
    const stores = [...checkpoint.stores].filter(([key]) => key !== 'input_norm');
    return stores.map(([key, store]) => ({
      store,
      replace: (other) => ({
        ...checkpoint,
        stores: new Map([...checkpoint.stores, [key, other]]),
      }),
    }));
  }
  return [
    { store: checkpoint.store, replace: (store) => ({ ...checkpoint, store }) },
    ...('head' in checkpoint
      ? [{ store: checkpoint.head, replace: (head: TensorStore) => ({ ...checkpoint, head }) }]
      : []),
  ];
}

describe.each(readdirSync(fixture('checkpoints')))('%s', (name) => {
  test('is refused if any of its tensors is missing, renamed or of another shape', async () => {
    const checkpoint = await changedCheckpoint(name, '', (text) => text);
    let changes = 0;
    for (const { store, replace } of storesOf(checkpoint)) {
      for (const [tensor, { shape }] of store.tensors) {
        if (UNUSED.test(tensor)) continue;
        const dropped = { [tensor]: undefined };
        for (const change of [
          dropped,
          { ...dropped, [`${tensor}_2`]: shape },
          { ...dropped, [`other.${tensor}`]: shape },
          { [tensor]: [...shape, 2] },
        ]) {
          const changed = replace(withTensors(store, change));
          expect(() => planModel(changed), `${tensor} ${Object.keys(change).join()}`).toThrow(
            CheckpointError,
          );
          changes++;
        }
      }
    }
    expect(changes).toBeGreaterThan(100);
  });
});
