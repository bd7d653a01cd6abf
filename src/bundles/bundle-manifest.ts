// This file and its imports load no Node module, so that a browser can parse a description, too.
import { z } from 'zod';
import { calibrationSchema } from '../calibration.js';
import { PRECISIONS } from '../precision.js';
import { graphVariantSchema } from './graph-variant.js';

/** A file with its path inside its folder, its size and its SHA-256 in hexadecimal. */
const fileSchema = z.object({
  path: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const labelSchema = z.object({ id: z.string(), en: z.string(), zh: z.string() });

/**
 * A measured figure. Its protocol is required, because figures of this field differ by 5 to 20 points
 * with the split alone.
 */
export const figureSchema = z.object({
  name: z.string(),
  value: z.number(),
  /** Bounds of the 95 % interval. */
  interval: z.tuple([z.number(), z.number()]).optional(),
  /** Data, split and condition in words. */
  protocol: z.string(),
});

/** `model.json`, the description of a bundle: how to use the `model.onnx` beside it, and where it comes from. */
export const manifestSchema = z
  .object({
    format: z.literal('wav2emo-bundle'),
    /** 2 if the bundle has `heads.json`; earlier programs would ignore it. */
    version: z.literal([1, 2]),
    name: z.string().min(1),
    task: z.enum(['classification', 'regression']),
    /** In the order of the outputs. */
    labels: z.array(labelSchema).min(1),
    /** What a classifier measures beside its classes: the graph's output `dimensions`. Absent if it has none. */
    dimensions: z.array(labelSchema).min(1).optional(),
    input: z.object({
      /** In hertz. */
      sampleRate: z.literal(16_000),
      /** The shortest recording that the graph accepts, in samples at `sampleRate`. */
      minimumSamples: z.number().int().positive(),
      /** How the graph normalises the waveform or its features. */
      normalisation: z.enum([
        'none',
        'waveform',
        'waveform-constants',
        'features-mean',
        'features-mean-std',
      ]),
    }),
    architecture: z.object({
      type: z.string(),
      parameters: z.number().int().positive(),
      embeddingSize: z.number().int().positive(),
      settings: z.record(z.string(), z.unknown()),
      /**
       * The graph's output `frames`, `[1, frames, size]`, whose mean over time is the embedding; if
       * `embeddingSize` is twice `size`, their standard deviation follows. Absent if it has none.
       */
      frames: z
        .object({
          /** Numbers of a state. */
          size: z.number().int().positive(),
          /** Samples from one frame to the next. */
          hopSamples: z.number().int().positive(),
          /** Whether one more number follows each state: how much the frame counts, from 0 to 1. */
          isWeighted: z.boolean(),
        })
        .optional(),
      /** The graph's output `frame_logits`, `[1, frames, labels]`. Absent if it has none. */
      frameLogits: z
        .object({
          /** Samples from one frame to the next. */
          hopSamples: z.number().int().positive(),
          /** Samples that a frame judges. */
          windowSamples: z.number().int().positive(),
        })
        .optional(),
    }),
    /** Number format of the graph's matrices. */
    precision: z.enum(PRECISIONS),
    /** What was left out of the model to make the graph smaller or faster; absent for the full model in fp32. */
    reduction: graphVariantSchema.optional(),
    /** The bundle's files besides `model.json`. */
    files: z.array(fileSchema).min(1),
    provenance: z.object({
      /** Hub repository or folder name of the checkpoint. */
      source: z.string(),
      /** Commit of the hub repository. */
      revision: z.string().optional(),
      /** The checkpoint's files. */
      files: z.array(fileSchema),
      convertedBy: z.string(),
    }),
    /** SPDX identifier of the weights' licence, as their publisher states it; absent if none is stated. */
    licence: z.string().optional(),
    figures: z.array(figureSchema),
    /** Of the graph's logits. Absent if nothing was fitted: the temperature is 1 and no result is marked as uncertain. */
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
