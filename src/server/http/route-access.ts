import type { FastifyRequest } from 'fastify';

/** What a client may do. An operator may do everything. */
export type Role = 'classifier' | 'operator';

/** Routes of objects, whose requests carry a signature in place of a token. */
const SIGNED_ROUTES = ['/api/v1/objects', '/api/v1/objects/:key'];

/**
 * Health checks of other machines need no token; their responses contain nothing private. Routes of
 * objects check the signature of each request.
 */
const OPEN_ROUTES: ReadonlySet<string> = new Set([
  ...['/api/v1/health', '/api/v1/ready'],
  ...SIGNED_ROUTES,
]);

/** What changes the models for everybody, makes new ones, and what tells about all clients. */
const OPERATOR_ROUTES: ReadonlySet<string> = new Set([
  '/api/v1/models/:id/describe',
  '/api/v1/models/:id/load',
  '/api/v1/models/:id/unload',
  '/api/v1/metrics',
  '/api/v1/adaptations',
  '/api/v1/adaptations/:id',
  '/api/v1/adaptations/:id/events',
  '/api/v1/adaptations/:id/bundle',
  '/api/v1/adaptations/:id/load',
]);

/** Files of the page, which consists of dozens of them, and of the description of the interface. */
const FILE_ROUTES: ReadonlySet<string> = new Set([
  ...['/*', '/examples/*', '/engine/*', '/docs/static/*'],
]);

/**
 * Who may use the route of a request. Everything that decides about a request decides by the route
 * that was matched, never by the text of the target, which can be spelled in many ways.
 *
 * @returns `undefined` if everybody may
 */
export function roleFor({ routeOptions: { url } }: FastifyRequest): Role | undefined {
  if (url !== undefined && OPEN_ROUTES.has(url)) return undefined;
  return url !== undefined && OPERATOR_ROUTES.has(url) ? 'operator' : 'classifier';
}

/** Whether a request is for a file of the page. Requests that match no route are not. */
export function isForFile({ routeOptions: { url } }: FastifyRequest): boolean {
  return url !== undefined && FILE_ROUTES.has(url);
}

/** Whether a request needs a signature. */
export function isForObject({ routeOptions: { url = '' } }: FastifyRequest): boolean {
  return SIGNED_ROUTES.includes(url);
}
