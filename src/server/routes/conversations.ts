import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { CONVERSATION_FORMATS, writeConversation } from '../../conversation/index.js';
import { clientOf } from '../http/client-address.js';
import type { EventStreams } from '../http/event-streams.js';
import { receiveForm } from '../http/receive-recordings.js';
import { requestSignal } from '../http/request-signal.js';
import { ServerError, toProblem, toProblemData } from '../problem/index.js';
import type { ConversationJob, Service } from '../service/index.js';
import {
  CREATE,
  DELETE,
  EVENTS,
  PEAKS,
  READ,
  type ConversationView,
} from './conversation-schema.js';
import { sendConversationEvents } from './conversation-events.js';
import { readBaselines } from './read-baselines.js';

/** Adds the routes of conversations: create, read in any format, events, waveform, delete. */
export function addConversations(
  app: FastifyInstance,
  service: Service,
  streams: EventStreams,
): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { conversations, settings } = service;
  const largestBytes = settings.maxConversationMb * 1_000_000;
  typed.post('/conversations', { schema: CREATE }, async (request, reply) => {
    const { model, channels, speakers, priority } = request.query;
    const client = clientOf(request);
    service.checkReady(client, model);
    const signal = requestSignal(reply);
    const { received, fields } = await receiveForm(request, service, { signal, largestBytes });
    const baselines = await readBaselines(fields['baselines'], received);
    const options = { client, model, channels, speakers, baselines, priority };
    const job = await service.startConversation(received, options);
    return await reply.code(202).send(toView(job));
  });
  typed.get('/conversations/:id', { schema: READ }, async (request, reply) => {
    const job = conversations.get(request.params.id);
    const { format, content, language } = request.query;
    reply.header('cache-control', 'no-store');
    if (format === undefined) return await reply.send(toView(job));
    const { file, conversation } = { file: job.file, ...resultOf(job) };
    const text = writeConversation({ file, conversation }, format, { content, language });
    return await reply
      .type(CONVERSATION_FORMATS[format].mediaType)
      .serializer((body: unknown) => String(body))
      .send(text as never);
  });
  typed.get('/conversations/:id/peaks', { schema: PEAKS }, ({ params: { id } }) => {
    const { pairsPerSecond, channels } = resultOf(conversations.get(id)).peaks;
    return { pairsPerSecond, channels: channels.map((pairs) => Array.from(pairs)) };
  });
  typed.get('/conversations/:id/events', { schema: EVENTS }, (request, reply) => {
    const job = conversations.get(request.params.id);
    return sendConversationEvents(job, streams.open(clientOf(request))).sendTo(reply);
  });
  typed.delete('/conversations/:id', { schema: DELETE }, async ({ params: { id } }, reply) => {
    conversations.delete(id);
    return await reply.code(204).send(null);
  });
}

function toView(job: ConversationJob): ConversationView {
  const { id, file, model, state, seconds, result, error } = job;
  return {
    ...{ id, file, model, state, seconds },
    ...(result && { conversation: result.conversation }),
    ...(error !== undefined && { error: toProblem(toProblemData(error)) }),
  };
}

/** @throws ServerError `conversation-not-ready`; why it failed */
function resultOf({ state, result, error }: ConversationJob) {
  if (result) return result;
  if (state === 'failed') throw error;
  throw new ServerError(
    'conversation-not-ready',
    'The conversation is still being analysed. Read it again later, or follow its events.',
    { retryAfterSeconds: 2 },
  );
}
