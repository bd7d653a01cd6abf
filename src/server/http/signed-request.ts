import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type LinkMethod, LinkSigner, sweepKey } from '../../object-store/index.js';
import type { ServerSettings } from '../settings/index.js';
import { isForObject } from './route-access.js';

/** The query of a signed link. */
export const linkQuerySchema = z.object({
  expires: z.string().default(''),
  signature: z.string().default(''),
  'older-than': z.coerce.number().min(0).optional(),
});

const METHODS: Readonly<Record<string, LinkMethod>> = { GET: 'GET', PUT: 'PUT', DELETE: 'DELETE' };

/**
 * Checks the signature of a request for an object.
 *
 * @throws ObjectStoreError `store-link-refused`, `store-link-expired`
 */
export function checkSignature(request: FastifyRequest, secret: string): void {
  const { key } = request.params as { key?: string };
  const query = linkQuerySchema.parse(request.query);
  const signed = key ?? sweepKey(query['older-than'] ?? 0);
  new LinkSigner(secret).verify(METHODS[request.method] ?? 'GET', signed, query);
}

/** Whether a request is for an object and has a valid signature. */
export function isSigned(request: FastifyRequest, { objectSecret }: ServerSettings): boolean {
  if (objectSecret === undefined || !isForObject(request)) return false;
  try {
    checkSignature(request, objectSecret);
    return true;
  } catch {
    return false;
  }
}
