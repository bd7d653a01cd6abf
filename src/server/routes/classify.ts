import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { RequestedParts } from '../engine/index.js';
import { describeFailure, type Failure, FailedElsewhere } from '../problem-data.js';
import { toProblem } from '../http/problem.js';
import { requestSignal } from '../http/request-signal.js';
import type { Ticket } from '../job-queue.js';
import type { Service } from '../service.js';
import { type Received, receiveFiles, removeAll } from '../uploads/receive-files.js';
import { problems } from './problem-responses.js';
import { classifyQuerySchema, type Results, resultsSchema } from './result-schema.js';

type Job = {
  readonly service: Service;
  readonly model: string;
  readonly options: RequestedParts;
  readonly ticket: Ticket;
  readonly signal: AbortSignal;
};

/** Adds `POST /classify`: recordings in, answers out. */
export function addClassify(app: FastifyInstance, service: Service): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/classify',
    {
      schema: {
        operationId: 'classify',
        tags: ['classify'],
        summary: 'Name the emotion in recordings',
        description:
          'Recordings of any format as the field `files` of a form, or one as the body. ' +
          'A request with one recording that cannot be answered on fails with its problem; ' +
          'in a request with several, each has a result or an error of its own.',
        querystring: classifyQuerySchema,
        response: { 200: resultsSchema, ...problems(403, 409, 413, 422, 429, 500, 503, 504) },
      },
    },
    async (request, reply): Promise<Results> => {
      const { query } = request;
      const signal = requestSignal(reply);
      // Who has no model to ask should not send megabytes first.
      service.readyModel(query.model);
      const received = await receiveFiles(request, service.uploads);
      try {
        const model = service.readyModel(query.model);
        const ticket = service.queue.enter(signal);
        const { peaks } = query;
        const options = {
          ...{ peaks, timeline: query.timeline === 'true', embedding: query.embedding === 'true' },
        };
        return await answerAll(received, { service, model, options, ticket, signal });
      } finally {
        await removeAll(received);
      }
    },
  );
}

async function answerAll(received: readonly Received[], job: Job): Promise<Results> {
  const results: Results['results'] = [];
  try {
    for (const one of received) results.push(await answerOne(one, job, received.length === 1));
    return { results };
  } finally {
    job.ticket.leave();
  }
}

async function answerOne(
  received: Received,
  { service, ticket, model, options, signal }: Job,
  isOnly: boolean,
): Promise<Results['results'][number]> {
  const { name: file } = received;
  try {
    if ('failure' in received) throw new FailedElsewhere(received.failure);
    const { path } = received.upload;
    // The schema's arrays are not readonly, the engine's are: a copy of the outermost is enough.
    return {
      file,
      ...(await service.answer(ticket, model, path, options, signal)),
    } as Results['results'][number];
  } catch (error) {
    signal.throwIfAborted();
    if (isOnly) throw error;
    const failure: Failure = describeFailure(error);
    return { file, error: toProblem(failure) };
  } finally {
    if ('upload' in received) await received.upload.remove();
  }
}
