import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { packageUrl } from '../../package-files.js';

/** The page as `web/` builds it, in the checkout and in the published package. */
export const PAGE_FOLDER = fileURLToPath(packageUrl('web/dist/'));

/** Serves the page, where it has been built. */
export async function addPage(app: FastifyInstance, folder = PAGE_FOLDER): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', { schema: { hide: true } }, (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send(NOT_BUILT),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    dotfiles: 'ignore',
    setHeaders: (response, path) => {
      // Names of assets carry a hash of their content; the page itself names them.
      const isAsset = path.startsWith(join(folder, 'assets'));
      const value = isAsset ? 'public, max-age=31536000, immutable' : 'no-cache';
      response.setHeader('cache-control', value);
    },
  });
}

const NOT_BUILT =
  'The page has not been built. In a checkout, "npm start" does it. The interface works: see /docs.\n';
