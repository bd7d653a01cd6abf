import type { FastifyInstance } from 'fastify';
import type { Service } from '../service/index.js';

/**
 * Adds every request to the metrics and logs it in one line. Requests for files of the page are
 * logged at the level `debug`.
 */
export function observeRequests(app: FastifyInstance, service: Service): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? 'none';
    const { statusCode: status, elapsedTime } = reply;
    service.observeRequest({ method, route, status, seconds: elapsedTime / 1000 });
    const level = /^\/(api|gradio_api)\//.test(route) ? 'info' : 'debug';
    request.log[level]({ method, route, status, milliseconds: Math.round(elapsedTime) }, 'request');
    done();
  });
}
