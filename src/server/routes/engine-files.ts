import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { packageUrl } from '../../package-files.js';

/** This package's own folder. */
const PACKAGE_FOLDER = fileURLToPath(packageUrl(''));

/** What a browser needs to compute by itself: the engine, its runtime, and the embedded models. */
const ENGINE_FILES = [
  /^\/dist\/browser\/[\w-]+(\.[\w-]+)*\.(js|mjs|wasm)$/,
  /^\/dist\/ort-wasm-simd-threaded\.(mjs|wasm)$/,
  /^\/models\/(silero-vad|speaker-encoder)\.onnx$/,
  /^\/models\/[\w-]+\/(model\.json|model\.onnx|model\.onnx\.data|heads\.json)$/,
];

/** Serves the files with which a browser computes by itself, at their places in this package. */
export async function addEngineFiles(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: PACKAGE_FOLDER,
    prefix: '/engine/',
    dotfiles: 'ignore',
    // The page's own instance decorates the reply.
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply) => {
      // Their names stay the same in the next version.
      reply.header('cache-control', 'no-cache');
    },
    allowedPath: (path) => ENGINE_FILES.some((allowed) => allowed.test(path)),
  });
}
