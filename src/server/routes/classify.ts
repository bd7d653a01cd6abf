import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { clientOf } from '../http/client-address.js';
import { receiveForm } from '../http/receive-recordings.js';
import { requestSignal } from '../http/request-signal.js';
import { isUnexpected, toProblem, toProblemData } from '../problem/index.js';
import type { RecordingOutcome, RequestedParts, Service } from '../service/index.js';
import { problemResponses } from './problem-responses.js';
import { readBaseline } from './read-baselines.js';
import { classifyQuerySchema, type Results, resultsSchema } from './result-schema.js';

/** Adds `POST /classify`. */
export function addClassify(app: FastifyInstance, service: Service): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .post('/classify', { schema: CLASSIFY }, async (request, reply): Promise<Results> => {
      const { query, log } = request;
      const { model, priority } = query;
      const signal = requestSignal(reply);
      // Checked before the upload, so that no client sends megabytes in vain.
      const client = clientOf(request);
      service.checkReady(client, model);
      const { received, fields, speakers } = await receiveForm(request, service, { signal });
      const options = { client, model, signal, speakers, priority, parts: partsOf(query) };
      const baseline = await readBaseline(fields['baseline'], received);
      const outcomes = await service.classify(received, { ...options, baseline });
      const [first] = outcomes;
      if (outcomes.length === 1 && first && 'error' in first) throw first.error;
      return { results: outcomes.map((outcome) => toResult(outcome, log)) };
    });
}

const CLASSIFY = {
  operationId: 'classify',
  tags: ['classify'],
  summary: 'Classify the emotion in recordings',
  description:
    'Takes recordings of any format: several as the field `files` of a form, or one as the body. ' +
    'If a request has one recording and it cannot be classified, the request fails with its ' +
    'problem. If it has several, each has a result or an error of its own. The field `baseline` of ' +
    'the form is the JSON of `POST /baselines`: the recordings are compared with this voice. A field ' +
    '`speaker` names the speaker of the files after it: those of one speaker are compared with each ' +
    'other, each with all but itself.',
  querystring: classifyQuerySchema,
  response: {
    200: resultsSchema,
    ...problemResponses(403, 409, 413, 422, 429, 500, 503, 504, 507),
  },
};

function partsOf(query: z.infer<typeof classifyQuerySchema>): RequestedParts {
  return {
    timeline: query.timeline === 'true',
    embedding: query.embedding === 'true',
    peaks: query.peaks,
  };
}

function toResult(outcome: RecordingOutcome, log: FastifyBaseLogger): Results['results'][number] {
  const { name: file } = outcome;
  // The arrays of a result are readonly, those of the schema's type are not; nobody changes them.
  if ('result' in outcome) return { file, ...outcome.result } as Results['results'][number];
  const { error } = outcome;
  if (isUnexpected(error)) log.error({ err: error }, 'failed');
  return { file, error: toProblem(toProblemData(error)) };
}
