import { z } from 'zod';
import { manifestSchema } from '../../bundles/index.js';
import { problemSchema } from '../problem/index.js';

/** A model as clients see it. */
export const modelSchema = z
  .object({
    id: z.string().describe('what `model=` and the paths take; URL-encoded there'),
    name: z.string(),
    origin: z
      .enum(['embedded', 'hub', 'folder', 'adapted'])
      .describe('`adapted` models were made on this server, and exist until it stops'),
    state: z
      .enum(['available', 'downloading', 'converting', 'measuring', 'loading', 'ready', 'failed'])
      .describe('only `ready` answers'),
    progress: z
      .object({
        stage: z.enum(['downloading', 'converting', 'measuring', 'loading']),
        done: z.number(),
        total: z.number(),
        unit: z.enum(['bytes', 'recordings']),
      })
      .optional(),
    error: problemSchema.optional().describe('why it failed'),
    isInstalled: z.boolean().describe('whether loading it needs no network'),
    bytes: z.number().optional().describe('size of its files'),
    licence: z.string().optional().describe('of the weights, as their publisher names it'),
    revision: z.string().optional().describe('commit of the hub repository'),
    isDefault: z.boolean(),
    comparesVoices: z
      .boolean()
      .optional()
      .describe('whether it takes a baseline; absent until it is known'),
    manifest: manifestSchema.optional().describe('everything about it, once it is known'),
  })
  .meta({ id: 'Model' });

/** All models that a server offers. */
export const modelsSchema = z
  .object({ models: z.array(modelSchema) })
  .meta({ id: 'Models', description: 'The models that this server offers' });

/** A model as clients see it. */
export type ModelEntry = z.infer<typeof modelSchema>;
