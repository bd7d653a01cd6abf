import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Estimate, Gain } from '../../adaptation/index.js';
import { nameLabel } from '../../labels.js';
import { clientOf } from '../http/client-address.js';
import type { EventStream } from '../http/event-stream.js';
import type { EventStreams } from '../http/event-streams.js';
import { receiveForm } from '../http/receive-recordings.js';
import { requestSignal } from '../http/request-signal.js';
import { toProblem, toProblemData } from '../problem/index.js';
import {
  type AdaptationJob,
  type AdaptationResult,
  cardText,
  type Service,
} from '../service/index.js';
import {
  type AdaptationView,
  BUNDLE,
  CREATE,
  DELETE,
  EVENTS,
  LOAD_ADAPTED,
  READ,
} from './adaptation-schema.js';
import { readClips } from './read-clips.js';
import { zipBundle } from './zip-bundle.js';

/** A form may have so many times more clips than recordings to classify: the share of one client. */
const FILES_FACTOR = 5;

/** Adds the routes of adaptations: create, read, events, download, load, delete. */
export function addAdaptations(
  app: FastifyInstance,
  service: Service,
  streams: EventStreams,
): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { adaptations, settings } = service;
  const maxFiles = FILES_FACTOR * settings.maxFiles;
  typed.post('/adaptations', { schema: CREATE }, async (request, reply) => {
    const { model } = request.query;
    const client = clientOf(request);
    service.checkReady(client, model);
    const signal = requestSignal(reply);
    const { received, fields } = await receiveForm(request, service, { signal, maxFiles });
    const labels = await readClips(fields['clips'], received);
    const job = adaptations.start({ received, labels }, { model, client });
    return await reply.code(202).send(toView(job));
  });
  typed.get('/adaptations/:id', { schema: READ }, async ({ params: { id } }, reply) => {
    reply.header('cache-control', 'no-store');
    return await reply.send(toView(adaptations.get(id)));
  });
  typed.get('/adaptations/:id/events', { schema: EVENTS }, (request, reply) => {
    const job = adaptations.get(request.params.id);
    return sendEvents(job, streams.open(clientOf(request))).sendTo(reply);
  });
  typed.get('/adaptations/:id/bundle', { schema: BUNDLE }, async (request, reply) => {
    const { params, query } = request;
    const { name = 'adapted' } = query;
    const zip = await zipBundle(adaptations.filesOf(params.id, query.name), name);
    const quoted = `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.zip`)}`;
    return await reply
      .type('application/zip')
      .header('content-disposition', quoted)
      .header('content-length', zip.bytes)
      .send(zip.stream);
  });
  typed.post('/adaptations/:id/load', { schema: LOAD_ADAPTED }, async (request, reply) => {
    const { name } = request.query;
    const entry = await adaptations.offer(request.params.id, name);
    service.loadModel(entry.id).catch((error: unknown) => {
      request.log.warn({ err: error }, 'an adapted model could not be loaded');
    });
    return await reply.code(202).send(service.getModel(entry.id));
  });
  typed.delete('/adaptations/:id', { schema: DELETE }, async ({ params: { id } }, reply) => {
    adaptations.delete(id);
    return await reply.code(204).send(null);
  });
}

function toView(job: AdaptationJob): AdaptationView {
  const { id, model, progress, failures, result, error } = job;
  return {
    ...{ id, model, ...progress },
    failures: failures.map(({ place, file, error }) => ({
      ...{ place, file },
      error: toProblem(toProblemData(error)),
    })),
    ...(result && { result: toResult(result) }),
    ...(error !== undefined && { error: toProblem(toProblemData(error)) }),
  };
}

function toResult(result: AdaptationResult): NonNullable<AdaptationView['result']> {
  const { clips, speakers, adaptation } = result;
  const { isBetter, heldOut, gain, recalls, relative, heads } = adaptation;
  return {
    ...{ isBetter, heldOut, clips, speakers, gain: toGain(gain), recalls: [...recalls] },
    labels: heads.labels.map(nameLabel),
    ...(relative?.isUsed && { relative: toGain(relative.gain) }),
    card: cardText(result),
  };
}

function toGain({ before, after, gain, resampled }: Gain) {
  const plain = ({ value, interval: [from, to] }: Estimate) => ({
    value,
    interval: [from, to] as [number, number],
  });
  return { before: plain(before), after: plain(after), gain: plain(gain), resampled };
}

/** Sends how far an adaptation is, after each change, and its end. */
function sendEvents(job: AdaptationJob, stream: EventStream): EventStream {
  const report = () => {
    const { progress, error } = job;
    if (progress.state === 'finished') stream.send({}, 'finished');
    else if (progress.state === 'failed') stream.send(toProblem(toProblemData(error)), 'failed');
    else stream.sendLatest('progress', progress, 'progress');
    if (job.endedAt !== undefined) stream.end();
  };
  stream.onClose(job.subscribe(report));
  report();
  return stream;
}
