import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { checkSignature, linkQuerySchema } from '../http/signed-request.js';
import { ServerError } from '../problem/index.js';
import type { Service } from '../service/index.js';

const paramsSchema = z.object({ key: z.string() });

const WITH_KEY = { schema: { params: paramsSchema, querystring: linkQuerySchema, hide: true } };

/**
 * Adds the routes through which workers on other machines fetch recordings: each request needs a signed
 * link of `LinkSigner`. Without the settings of objects there are no such routes.
 */
export function addObjects(app: FastifyInstance, { objects, settings }: Service): void {
  const { objectSecret } = settings;
  if (!objects || objectSecret === undefined) return;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const onRequest = (request: FastifyRequest, _reply: unknown, done: () => void) => {
    checkSignature(request, objectSecret);
    done();
  };
  typed.get('/objects/:key', { ...WITH_KEY, onRequest }, async ({ params }, reply) => {
    const blob = await objects.get(params.key);
    return await reply
      .type('application/octet-stream')
      .header('content-disposition', 'attachment')
      .header('content-length', blob.size)
      .send(Readable.fromWeb(blob.stream()));
  });
  typed.put('/objects/:key', { ...WITH_KEY, onRequest }, async ({ params, body }, reply) => {
    await objects.put(params.key, contentOf(body));
    return await reply.code(204).send();
  });
  typed.delete('/objects/:key', { ...WITH_KEY, onRequest }, async ({ params }, reply) => {
    await objects.delete(params.key);
    return await reply.code(204).send();
  });
  const schema = { querystring: linkQuerySchema, hide: true };
  typed.delete('/objects', { schema, onRequest }, async ({ query }) => {
    return { deleted: await objects.sweep(query['older-than'] ?? 0) };
  });
}

/** The body while it arrives. After an error it stays alive, because its connection carries the response. */
function contentOf(body: unknown): ReadableStream<Uint8Array> {
  if (body instanceof Readable)
    return ReadableStream.from<Uint8Array>(body.iterator({ destroyOnReturn: false }));
  throw new ServerError(
    'request-malformed',
    'The request contains no object. Send its bytes as the body with the content type application/octet-stream.',
  );
}
