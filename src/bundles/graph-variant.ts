import { z } from 'zod';

/** How far a smaller graph answers from the whole one in fp32, measured on recordings. */
const distanceSchema = z.object({
  recordings: z.number().int().positive(),
  /** What they were, in words. */
  protocol: z.string(),
  /** Share of recordings with the same label, 0 to 1; absent for regression models. */
  labelAgreement: z.number().min(0).max(1).optional(),
  /** Mean difference of a probability; of a value for regression models. */
  meanDifference: z.number().nonnegative(),
  /** Largest difference of one. */
  largestDifference: z.number().nonnegative(),
});

/** What was taken from a model to make its graph smaller or faster, and what that does to its answers. */
export const reductionSchema = z.object({
  /** Transformer layers of the model; the graph has the first of them. */
  layersOf: z.number().int().positive().optional(),
  distance: distanceSchema,
});

/** How far a smaller graph answers from the whole one in fp32, and on what that was measured. */
export type Distance = z.infer<typeof distanceSchema>;
/** The content of `reduction` in `model.json`. */
export type Reduction = z.infer<typeof reductionSchema>;
