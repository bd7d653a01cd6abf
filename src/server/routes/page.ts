import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { packageUrl } from '../../package-files.js';

/** The built page, in a checkout and in the published package. */
export const PAGE_FOLDER = fileURLToPath(packageUrl('web/dist/'));

/** Serves the page, or a hint if it has not been built. */
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
      // The names of assets contain a hash of their content, so they never change.
      const isAsset = path.startsWith(join(folder, 'assets'));
      const value = isAsset ? 'public, max-age=31536000, immutable' : 'no-cache';
      response.setHeader('cache-control', value);
    },
  });
}

const NOT_BUILT =
  'The page has not been built. In a checkout, run "npm start". The API works without it: see /docs.\n';
