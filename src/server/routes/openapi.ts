import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { VERSION } from '../../version.js';
import { describeUpload } from './describe-upload.js';

/** Describes the routes that are added after it, from the schemas that validate them. */
export async function describeApi(app: FastifyInstance, hasToken: boolean): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'wav2emo',
        version: VERSION,
        description: 'Speech emotion recognition: a recording in, label and probabilities out.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: [
        { name: 'classify', description: 'Recordings in, answers out' },
        { name: 'models', description: 'What answers' },
        { name: 'operations', description: 'How the server is' },
      ],
      ...(hasToken && {
        components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
        security: [{ token: [] }],
      }),
    },
    transform: jsonSchemaTransform,
    transformObject: (input) => describeUpload(jsonSchemaTransformObject(input)),
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    // The badge of validity would ask another host.
    uiConfig: { validatorUrl: null, docExpansion: 'list', tryItOutEnabled: true },
  });
}

/** Adds the description itself, as one JSON document. */
export function addOpenApi(app: FastifyInstance): void {
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
