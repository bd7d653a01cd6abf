import { z } from 'zod';

/** How far the outputs of a smaller graph are from those of the full model in fp32. */
const outputDifferenceSchema = z.object({
  /** The number of recordings that both graphs were computed on. */
  recordings: z.number().int().positive(),
  /** Describes these recordings in words. */
  protocol: z.string(),
  /** Share of recordings with the same label, 0 to 1; absent for regression models. */
  labelAgreement: z.number().min(0).max(1).optional(),
  /** Mean absolute difference of the probabilities; of the values for regression models. */
  meanDifference: z.number().nonnegative(),
  /** Largest absolute difference of a probability; of a value for regression models. */
  largestDifference: z.number().nonnegative(),
});

/**
 * The variant of a model that a graph is: what was left out of the model to make the graph smaller or
 * faster, and how much that changes its outputs. The field names are those of `model.json`, version 1.
 */
export const graphVariantSchema = z.object({
  /** The number of Transformer layers of the original model; the graph has the first of them. */
  layersOf: z.number().int().positive().optional(),
  /** The difference from the full model in fp32. */
  distance: outputDifferenceSchema,
});

/** How far the outputs of a smaller graph are from those of the full model in fp32, and on what that was measured. */
export type OutputDifference = z.infer<typeof outputDifferenceSchema>;
/** The content of `reduction` in `model.json`. */
export type GraphVariant = z.infer<typeof graphVariantSchema>;
