import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { KNOWN_MODELS } from '../../catalogue/index.js';
import { isRepositoryName } from '../../hub/index.js';
import { list, whole, yes } from './schemas.js';
import type { ServerOptions } from './server-option.js';

/** The hub repository that a server offers by default. */
const DEFAULT_HUB_MODELS = 'speechbrain/emotion-recognition-wav2vec2-IEMOCAP';

/** Stands for every repository of the catalogue that opens without an option. */
const KNOWN = 'known';

const HUB_NAME = z
  .string()
  .refine(
    (name) => name === KNOWN || isRepositoryName(name),
    'Expected owner/name, modelscope:owner/name or known.',
  );

const hubNames = list(HUB_NAME).transform((names) => [
  ...new Set(names.flatMap((name) => (name === KNOWN ? openNames() : [name]))),
]);

function openNames(): string[] {
  return KNOWN_MODELS.filter(({ opens }) => opens === 'yes').map(({ repository }) => repository);
}

/** Which models the server offers, and what computes them. */
export const MODEL_OPTIONS = {
  model: {
    flag: 'model',
    argument: '<source>',
    variable: 'WAV2EMO_MODEL',
    help: 'model to load at the start and to use by default: folder, hub repository or embedded model',
    schema: z.string().min(1),
  },
  noModel: {
    flag: 'no-model',
    variable: 'WAV2EMO_NO_MODEL',
    help: 'load no model by itself, not even for the first call of a Gradio client',
    schema: yes,
  },
  hubModels: {
    flag: 'hub-models',
    argument: '<names>',
    variable: 'WAV2EMO_HUB_MODELS',
    help: 'hub repositories that clients may load, separated by commas; known for all of the catalogue that open; empty for none',
    fallback: DEFAULT_HUB_MODELS,
    schema: hubNames,
  },
  trustBundle: {
    flag: 'trust-bundle',
    variable: 'WAV2EMO_TRUST_BUNDLE',
    help: 'use graphs that hub repositories contain, as they are',
    schema: yes,
  },
  device: {
    flag: 'device',
    argument: '<name>',
    variable: 'WAV2EMO_DEVICE',
    fallback: 'cpu',
    help: 'device to compute on: cpu, cuda, webgpu, coreml or dml',
    schema: z.enum(['cpu', 'cuda', 'webgpu', 'coreml', 'dml']),
  },
  threads: {
    flag: 'threads',
    argument: '<count>',
    variable: 'WAV2EMO_THREADS',
    help: 'number of threads to compute with (default: all cores)',
    schema: whole(1, 4 * availableParallelism()),
  },
} as const satisfies ServerOptions;
