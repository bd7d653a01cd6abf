import { z } from 'zod';
import { problemSchema } from '../problem/index.js';
import { modelSchema } from '../service/index.js';
import { problemResponses } from './problem-responses.js';

const tags = ['adaptations'];
const params = z.object({ id: z.uuid() });
/** Names of models are shown and are parts of addresses; none is a path. */
const name = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,79}$/u, 'Expected up to 80 letters, digits, ".", "-".');

/** What the clips of a form sound like: the field `clips`, in the order of the files. */
export const clipsSchema = z.array(
  z.object({
    label: z.string().trim().min(1).max(80),
    speaker: z.string().trim().max(200).optional(),
  }),
);

const estimate = z.object({
  value: z.number(),
  interval: z.tuple([z.number(), z.number()]).describe('95 %'),
});

const gainSchema = z
  .object({
    before: estimate.describe('unweighted average recall of the base model on the same clips'),
    after: estimate.describe('unweighted average recall of the adapted model'),
    gain: estimate,
    resampled: z.enum(['speakers', 'clips']),
  })
  .meta({ id: 'AdaptationGain' });

const resultSchema = z
  .object({
    isBetter: z.boolean().describe('whether there is a new model: only if it is clearly better'),
    heldOut: z.enum(['speakers', 'clips']).describe('what was never used for fitting and judging'),
    clips: z.number(),
    speakers: z.number(),
    labels: z.array(z.object({ id: z.string(), en: z.string(), zh: z.string() })),
    gain: gainSchema,
    recalls: z.array(z.number()).describe('of each class by the adapted model'),
    relative: gainSchema
      .optional()
      .describe("the same for clips compared with their speaker's others; only if it is used"),
    card: z.string().describe('the card of the new model, in Markdown'),
  })
  .meta({ id: 'AdaptationResult' });

/** A model that is adapted, and how far that is. */
export const viewSchema = z
  .object({
    id: z.string(),
    model: z.string().describe('id of the base model'),
    state: z.enum(['queued', 'embedding', 'fitting', 'finished', 'failed']),
    done: z.number().describe('clips that are computed, then folds of the cross-validation'),
    total: z.number(),
    failures: z
      .array(z.object({ place: z.number().int(), file: z.string(), error: problemSchema }))
      .describe('clips that could not be computed, with their places among the files'),
    result: resultSchema.optional(),
    error: problemSchema.optional().describe('why it failed'),
  })
  .meta({ id: 'AdaptationJob', description: 'A model that is adapted, and how far that is' });

/** A model that is adapted, and how far that is. */
export type AdaptationView = z.input<typeof viewSchema>;

export const CREATE = {
  operationId: 'createAdaptation',
  tags,
  summary: 'Adapt a model to labelled clips',
  description:
    'Takes clips as the field `files` of a form, and before them the field `clips`, a JSON array with ' +
    'an object for each file: `label`, any name of a class, and `speaker` if known. Heads are fitted to ' +
    'the embeddings and judged on clips that were held out: of other speakers if each class has two or ' +
    'more. The answer is sent at once. The clips are deleted when they are computed; the result is kept ' +
    'for as long as the server says with `--conversation-minutes`.',
  querystring: z.object({
    model: z.string().max(300).optional().describe('id of a model that is ready'),
  }),
  response: { 202: viewSchema, ...problemResponses(403, 409, 413, 422, 429, 503, 507) },
};

export const READ = {
  operationId: 'readAdaptation',
  tags,
  summary: 'Read how far an adaptation is, and what came of it',
  params,
  response: { 200: viewSchema, ...problemResponses(403, 404) },
};

export const EVENTS = {
  operationId: 'adaptationEvents',
  tags,
  summary: 'Follow an adaptation as server-sent events',
  description:
    'Events `progress` with `state`, `done` and `total`, and at the end `finished`, or `failed` with a ' +
    'problem.',
  params,
  produces: ['text/event-stream'],
};

export const BUNDLE = {
  operationId: 'downloadAdaptation',
  tags,
  summary: 'Download the bundle of the adapted model as a zip file',
  description: 'Unpack it and use the folder as a model: `wav2emo classify -m FOLDER`.',
  params,
  querystring: z.object({ name: name.optional().describe('of the new model') }),
  produces: ['application/zip'],
};

export const LOAD_ADAPTED = {
  operationId: 'loadAdaptation',
  tags,
  summary: 'Add the adapted model to the list of models and start to load it',
  description:
    'The model is on the list until the server stops; download its bundle to keep it. It replaces an ' +
    'adapted model of the same name.',
  params,
  querystring: z.object({ name }),
  response: { 202: modelSchema, ...problemResponses(403, 404, 409, 422, 507) },
};

export const DELETE = {
  operationId: 'deleteAdaptation',
  tags,
  summary: 'Stop an adaptation, or delete its result',
  params,
  response: { 204: z.null(), ...problemResponses(403, 404) },
};
