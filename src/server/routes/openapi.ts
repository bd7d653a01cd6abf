import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { VERSION } from '../../version.js';
import { describeUpload } from './describe-upload.js';

/** Describes the routes that are added after this call, from the schemas that validate them. */
export async function describeApi(app: FastifyInstance, hasToken: boolean): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'wav2emo',
        version: VERSION,
        description:
          'Speech emotion recognition: classifies recordings and returns labels and probabilities.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: [
        { name: 'classify', description: 'Classify recordings' },
        { name: 'conversations', description: 'Analyse conversations' },
        { name: 'adaptations', description: 'Adapt models to own recordings' },
        { name: 'models', description: 'List, load and unload models' },
        { name: 'operations', description: 'Health, readiness and metrics' },
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
    // The validator's badge would be loaded from another host.
    uiConfig: { validatorUrl: null, docExpansion: 'list', tryItOutEnabled: true },
  });
}

/** Adds the route of the OpenAPI document. */
export function addOpenApi(app: FastifyInstance): void {
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
