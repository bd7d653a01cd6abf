import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  parseHuggingFaceConfig,
  parseHyperPyYaml,
  type SpeechBrainCheckpoint,
} from '../../src/checkpoint/index.js';
import { planModel } from '../../src/models/index.js';
import { distance, fixture, type GoldenResult, readSamples } from './golden.js';
import { runPlan } from './open-model.js';
import { seededStore, type SeededTensor } from './seeded-store.js';

type Variant = {
  readonly hparams: string;
  readonly config?: unknown;
  readonly stores: Readonly<Record<string, readonly SeededTensor[]>>;
  readonly results: Readonly<Record<string, GoldenResult>>;
};

const { variants, tolerance } = JSON.parse(readFileSync(fixture('variants.json'), 'utf8')) as {
  readonly variants: Readonly<Record<string, Variant>>;
  readonly tolerance: number;
};

function checkpointOf({ hparams, config, stores }: Variant): SpeechBrainCheckpoint {
  const seeded = Object.entries(stores).map(([key, list]) => [key, seededStore(list)] as const);
  return {
    format: 'speechbrain',
    hparams: parseHyperPyYaml(hparams),
    stores: new Map(seeded),
    labels: ['one', 'two', 'three'],
    files: [],
    ...(config === undefined ? {} : { config: parseHuggingFaceConfig(config) }),
  };
}

describe.each(Object.entries(variants))('settings of %s', (_, variant) => {
  test('give what the reference gives', async () => {
    const { run } = await runPlan(planModel(checkpointOf(variant)));
    for (const [file, result] of Object.entries(variant.results)) {
      const { embedding, logits } = await run(readSamples(fixture(`audio/${file}`)));
      expect(distance(embedding.data, result.embedding)).toBeLessThan(tolerance);
      expect(distance(logits.data, result.logits)).toBeLessThan(tolerance);
    }
  });
});
