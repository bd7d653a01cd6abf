import type { Label } from '../labels.js';
import type { Heads } from './heads/heads.js';

/** What a model computes: probabilities of classes, or values of dimensions. */
export type Task = 'classification' | 'regression';

/** How logits become calibrated probabilities; fitted on speakers that were held out of training. */
export type Calibration = {
  /** The logits are divided by this before the softmax; see Guo et al., ICML 2017. */
  readonly temperature: number;
  /** A result whose highest probability is below this gets the finding `uncertain`. */
  readonly uncertainBelow?: number | undefined;
};

/** What inference needs to know about a model; the description of a bundle contains it. */
export type ModelInfo = {
  readonly name: string;
  readonly task: Task;
  /** In the order of the outputs. */
  readonly labels: readonly Label[];
  /** What a classifier measures beside its classes, in the order of the graph's output `dimensions`. */
  readonly dimensions?: readonly Label[] | undefined;
  readonly input: {
    /** The shortest recording that the graph accepts, in samples at 16 kHz. */
    readonly minimumSamples: number;
  };
  /** The output `frame_logits` of the graph; absent if it does not classify each frame. */
  readonly frameLogits?:
    | {
        /** Samples from one frame to the next, at 16 kHz. */
        readonly hopSamples: number;
        /** Samples that a frame judges, at 16 kHz. */
        readonly windowSamples: number;
      }
    | undefined;
  /** Of the graph's logits. Absent if nothing was fitted: the temperature is 1 and no result is `uncertain`. */
  readonly calibration?: Calibration | undefined;
  /** SHA-256 of the weights in hexadecimal: baselines of other weights are refused. */
  readonly fingerprint: string;
  /** The heads beside the graph; absent if the last layer of the graph is the only one. */
  readonly heads?: Heads | undefined;
};
