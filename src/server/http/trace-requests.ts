import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  beginAnswer,
  beginRequestSpan,
  endRequestSpan,
  inRequestSpan,
  type RequestSpan,
} from '../../telemetry/index.js';

/**
 * Gives every request that brings work a span; those that only read, e.g. files of the page, have none.
 */
export function traceRequests(app: FastifyInstance): void {
  const spans = new WeakMap<FastifyRequest, RequestSpan>();
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, headers, routeOptions } = request;
    const { url: route } = routeOptions;
    if (method !== 'POST' || route === undefined) {
      done();
      return;
    }
    const span = beginRequestSpan({ method, route, headers });
    spans.set(request, span);
    inRequestSpan(span, done);
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    const span = spans.get(request);
    if (span) beginAnswer(span);
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    if (span) endRequestSpan(span, reply.statusCode);
    done();
  });
}
