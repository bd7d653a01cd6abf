import type { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import type { ServerSettings } from './server-settings.js';

/**
 * Structured logs. Of a request they hold its method and route; never its address, its headers or
 * the names of files, which may name people.
 */
export function makeLogger(level: ServerSettings['logLevel'], stream: Writable): Logger {
  return pino(
    {
      level,
      base: null,
    },
    stream,
  );
}

/** Logs every request in one line; files of the page only with the level `debug`. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? 'none';
    const milliseconds = Math.round(reply.elapsedTime);
    const level = /^\/(api|gradio_api)\//.test(route) ? 'info' : 'debug';
    request.log[level]({ method, route, status: reply.statusCode, milliseconds }, 'request');
    done();
  });
}
