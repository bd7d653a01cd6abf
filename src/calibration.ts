import { z } from 'zod';

/** How the logits of a classifier become calibrated probabilities; fitted on held-out speakers. */
export const calibrationSchema = z.object({
  /** The logits are divided by it before the softmax; see Guo et al., ICML 2017. */
  temperature: z.number().gt(0.05).lt(20),
  /** A result whose highest probability is below this carries the finding `uncertain`. */
  uncertainBelow: z.number().gt(0).lt(1).optional(),
});
