import { z } from 'zod';

/** The JSON of {@link ComparedWith}. */
export const comparedWithSchema = z.discriminatedUnion('head', [
  z.object({ head: z.literal('absolute').describe('the recording was judged alone') }),
  z.object({
    head: z.literal('relative').describe("the recording was compared with its speaker's baseline"),
    seconds: z.number().describe('seconds of speech behind the baseline'),
    reliability: z.number().describe('reliability of the baseline, 0 to 1'),
    speaker: z.string().optional().describe('name of the speaker, if the baseline has one'),
  }),
]);

/** Which head of a model answered, and what the recording was compared with. */
export type ComparedWith =
  | { readonly head: 'absolute' }
  | {
      readonly head: 'relative';
      /** Seconds of speech behind the baseline. */
      readonly seconds: number;
      /** Reliability of the baseline, 0 to 1. */
      readonly reliability: number;
      /** Name of the speaker, if the baseline has one. */
      readonly speaker?: string | undefined;
    };
