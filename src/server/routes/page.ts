import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { embeddedModels } from '../../bundles/index.js';
import { packageUrl } from '../../package-files.js';
import { VERSION } from '../../version.js';
import { roleOf } from '../http/access-control.js';
import type { ServerSettings } from '../settings/index.js';
import { addEngineFiles } from './engine-files.js';

/** The built page, in a checkout and in the published package. */
export const PAGE_FOLDER = fileURLToPath(packageUrl('web/dist/'));

/** The recordings that a visitor can try. */
const EXAMPLES_FOLDER = fileURLToPath(packageUrl('examples/audio/'));

type PageServerSettings = Pick<
  ServerSettings,
  'maxUploadMb' | 'maxConversationMb' | 'noModel' | 'token'
>;

type Folders = { readonly page: string; readonly examples: string };

const FOLDERS: Folders = { page: PAGE_FOLDER, examples: EXAMPLES_FOLDER };

/** Serves the page, the files with which it computes by itself, and the example recordings if they are there. */
export async function addPage(
  app: FastifyInstance,
  settings: PageServerSettings,
  { page, examples } = FOLDERS,
): Promise<void> {
  const models = [...(await embeddedModels()).keys()];
  addPageSettings(app, settings, { examples: listExamples(examples), models });
  await addEngineFiles(app);
  await addExamples(app, examples);
  if (!existsSync(join(page, 'index.html'))) {
    app.get('/', { schema: { hide: true } }, (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send(NOT_BUILT),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: page,
    cacheControl: false,
    dotfiles: 'ignore',
    setHeaders: (reply, path) => {
      // The names of assets contain a hash of their content, so they never change.
      const isAsset = path.startsWith(join(page, 'assets'));
      const value = isAsset ? 'public, max-age=31536000, immutable' : 'no-cache';
      reply.header('cache-control', value);
    },
  });
}

/** What the page has to know about the server before anything is sent to it. */
function addPageSettings(
  app: FastifyInstance,
  { maxUploadMb, maxConversationMb, noModel, token }: PageServerSettings,
  offers: { readonly examples: readonly string[]; readonly models: readonly string[] },
): void {
  const body = {
    version: VERSION,
    maxUploadMb,
    maxConversationMb,
    needsToken: token !== undefined,
    loadsOnDemand: !noModel,
    ...offers,
  };
  app.get('/page.json', { schema: { hide: true } }, (request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .send({ ...body, loadsModels: roleOf(request) === 'operator' }),
  );
}

async function addExamples(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/examples/',
    dotfiles: 'ignore',
    // The page's own instance decorates the reply.
    decorateReply: false,
    allowedPath: (path) => EXAMPLE_NAME.test(path),
  });
}

function listExamples(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => EXAMPLE_NAME.test(name))
    .sort();
}

const EXAMPLE_NAME = /^[^.].*\.(flac|wav|mp3|ogg|opus)$/i;

const NOT_BUILT =
  'The page has not been built. In a checkout, run "npm start". The API works without it: see /docs.\n';
