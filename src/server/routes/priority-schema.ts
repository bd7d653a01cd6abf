import { z } from 'zod';

/** The parameter `priority` of requests that compute recordings. */
export const prioritySchema = z
  .enum(['interactive', 'archive'])
  .default('interactive')
  .describe('`archive` for recordings that are computed when no interactive ones wait');
