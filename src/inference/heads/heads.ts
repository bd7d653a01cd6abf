// This file and its imports load no Node module, so that a browser can read heads, too.
import { z } from 'zod';
import { calibrationSchema } from '../../calibration.js';
import { checkHeadSizes } from './check-head-sizes.js';

/** Real weights are far smaller; larger numbers could make logits infinite. */
const LARGEST_WEIGHT = 1e9;

const vector = z.array(z.number().min(-LARGEST_WEIGHT).max(LARGEST_WEIGHT)).min(1);

const headSchema = z.object({
  /** `[classes][embeddingSize]` */
  weight: z.array(vector).min(2),
  /** `[classes]` */
  bias: vector,
  calibration: calibrationSchema,
});

const relativeHeadSchema = headSchema.extend({
  /** The mean embedding of the speakers of the training, `[embeddingSize]`. */
  population: vector,
  /**
   * Seconds of speech from which on a baseline weighs more than `population`, `[embeddingSize]`; 0
   * if the baseline alone counts.
   */
  speakerSeconds: z.array(z.number().nonnegative()).min(1),
  /**
   * Answers instead if the baseline has less than `belowSeconds` of speech: one sentence says less about
   * a voice than many do, and a head that was trained with such baselines is more often right.
   */
  brief: headSchema.extend({ belowSeconds: z.number().positive() }).optional(),
});

/** `heads.json`: the linear heads of a classifier, which receive its embedding. */
export const headsSchema = z
  .object({
    format: z.literal('wav2emo-heads'),
    version: z.literal(1),
    /** Ids of the classes, in the order of the rows. */
    labels: z.array(z.string().min(1)).min(2),
    /** How often each class occurred in the training, `[classes]`. Default: all equally often. */
    trainingPrior: z.array(z.number().gt(0).lt(1)).optional(),
    /** For a recording that is judged alone. Default: the last layer of the graph. */
    absolute: headSchema.optional(),
    /** For a recording that is compared with its speaker's baseline. */
    relative: relativeHeadSchema.optional(),
  })
  .superRefine((heads, context) => {
    for (const message of checkHeadSizes(heads)) context.addIssue({ code: 'custom', message });
  });

/** A linear layer on the embedding, and how its logits become probabilities. */
export type Head = z.infer<typeof headSchema>;
/** A head whose input is the difference from a speaker's baseline; see `relativeInput`. */
export type RelativeHead = z.infer<typeof relativeHeadSchema>;
/** The content of `heads.json`. */
export type Heads = z.infer<typeof headsSchema>;
