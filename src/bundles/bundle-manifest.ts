import { z } from 'zod';
import type { Precision } from '../models/index.js';
import { reductionSchema } from './graph-variant.js';

/** Every precision that a graph can have. */
export const PRECISIONS = [
  'fp32',
  'fp16',
  'int8',
  'int8-weights',
] as const satisfies readonly Precision[];

/** A file by its path inside a folder, its size and its SHA-256. */
const fileSchema = z.object({
  path: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const labelSchema = z.object({ id: z.string(), en: z.string(), zh: z.string() });

/**
 * A measured figure. It never stands without the protocol that it was measured by, since figures
 * of this field differ by 5 to 20 points with the split alone.
 */
export const figureSchema = z.object({
  name: z.string(),
  value: z.number(),
  /** Bounds of the 95 % interval. */
  interval: z.tuple([z.number(), z.number()]).optional(),
  /** Data, split and condition in words. */
  protocol: z.string(),
});

/** How the outputs of a classifier become probabilities that hold; fitted on held-out speakers. */
export const calibrationSchema = z.object({
  /** What the logits are divided by before the softmax; see Guo et al., ICML 2017. */
  temperature: z.number().gt(0.05).lt(20),
  /** An answer whose highest probability lies below this carries the finding `uncertain`. */
  uncertainBelow: z.number().gt(0).lt(1).optional(),
});

/**
 * `model.json`, the description of a bundle: all that is needed to use `model.onnx` beside it and
 * to say where it comes from.
 */
export const manifestSchema = z
  .object({
    format: z.literal('wav2emo-bundle'),
    version: z.literal(1),
    name: z.string().min(1),
    task: z.enum(['classification', 'regression']),
    /** In the order of the outputs of the graph. */
    labels: z.array(labelSchema).min(1),
    input: z.object({
      /** In hertz. */
      sampleRate: z.literal(16_000),
      /** The shortest recording that the graph accepts, in samples at `sampleRate`. */
      minimumSamples: z.number().int().positive(),
      /** What the graph itself does to the waveform or its features first. */
      normalisation: z.enum(['none', 'waveform', 'features-mean', 'features-mean-std']),
    }),
    architecture: z.object({
      type: z.string(),
      parameters: z.number().int().positive(),
      embeddingSize: z.number().int().positive(),
      settings: z.record(z.string(), z.unknown()),
    }),
    /** In what numbers the matrices of the graph are. */
    precision: z.enum(PRECISIONS),
    /** What was taken from the model to make the graph smaller or faster; absent where nothing was. */
    reduction: reductionSchema.optional(),
    /** The bundle's own files beside `model.json`. */
    files: z.array(fileSchema).min(1),
    provenance: z.object({
      /** Hub repository or folder name of the checkpoint. */
      source: z.string(),
      /** Commit of the hub repository. */
      revision: z.string().optional(),
      files: z.array(fileSchema),
      convertedBy: z.string(),
    }),
    /** SPDX identifier of the weights as their publisher names it; absent where none is named. */
    licence: z.string().optional(),
    figures: z.array(figureSchema),
    /** Absent where nothing was fitted: the temperature is 1 and no answer is called uncertain. */
    calibration: calibrationSchema.optional(),
  })
  .refine(({ task, calibration }) => task === 'classification' || !calibration, {
    path: ['calibration'],
    error: 'a regression model has no probabilities to calibrate',
  });

/** The content of `model.json`. */
export type BundleManifest = z.infer<typeof manifestSchema>;
/** A file of a model with its checksum. */
export type ChecksummedFile = z.infer<typeof fileSchema>;
/** The temperature and threshold of a classifier. */
export type Calibration = z.infer<typeof calibrationSchema>;
/** A measured figure with its protocol. */
export type Figure = z.infer<typeof figureSchema>;
