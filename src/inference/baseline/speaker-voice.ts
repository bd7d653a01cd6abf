import { BaselineError } from '../../errors.js';
import { headLogits } from '../heads/head-logits.js';
import type { RelativeHead } from '../heads/heads.js';
import type { ModelInfo } from '../model-info.js';
import { Baseline, MIN_BASELINE_SECONDS } from './baseline.js';
import { expectRelativeHead } from './check-baseline.js';
import { EmbeddingSum, type Weighted } from './embedding-sum.js';
import { neutralLabels } from './neutral-labels.js';
import { type ProjectedPart, reliabilityOf } from './reliability.js';
import type { VoicePart } from './voice-part.js';
import { weighParts } from './weigh-parts.js';

type KnownPart = VoicePart & Weighted & ProjectedPart & { readonly recording: number };

/** What a baseline is called. */
export type BaselineOptions = {
  /** Name of the speaker. Default: none. */
  readonly name?: string | undefined;
};

/** The recordings of one speaker, from which baselines are made. */
export class SpeakerVoice {
  readonly #model: ModelInfo;
  readonly #name: string | undefined;
  readonly #parts: readonly KnownPart[];
  readonly #sum: EmbeddingSum;

  /**
   * @param recordings the parts of each recording, of a length that does not matter
   * @throws BaselineError `baseline-unsupported` if the model has no relative head
   */
  constructor(
    model: ModelInfo,
    recordings: readonly (readonly VoicePart[])[],
    { name }: BaselineOptions = {},
  ) {
    const head = expectRelativeHead(model);
    const parts = recordings.flatMap((each, recording) =>
      each.filter(({ seconds }) => seconds > 0).map((part) => ({ ...part, recording })),
    );
    const weights = weighParts(head, neutralLabels(model.labels), parts);
    this.#model = model;
    this.#name = name;
    this.#parts = parts.map((part, at) => ({
      ...part,
      weight: weights[at] ?? 0,
      projection: project(head, part.embedding),
    }));
    this.#sum = new EmbeddingSum(this.#parts);
  }

  /**
   * The baseline of all recordings, or of all but one: a recording is never compared with itself.
   *
   * @param without index of the recording that is left out. Default: none.
   * @returns `undefined` if less than {@link MIN_BASELINE_SECONDS} of speech are left
   */
  baseline(without?: number): Baseline | undefined {
    const used = this.#parts.filter(({ recording }) => recording !== without);
    const seconds = secondsOf(used);
    if (seconds < MIN_BASELINE_SECONDS) return undefined;
    const left = this.#parts.filter(({ recording }) => recording === without);
    const { name, fingerprint: sha256 } = this.#model;
    return Baseline.fromJSON({
      format: 'wav2emo-baseline',
      version: 1,
      ...(this.#name !== undefined && { name: this.#name }),
      model: { name, sha256 },
      seconds: round(seconds, 3),
      recordings: new Set(used.map(({ recording }) => recording)).size,
      reliability: round(reliabilityOf(used), 3),
      embedding: Array.from(this.#sum.meanWithout(left), toFloat32Digits),
    });
  }

  /** Seconds of speech in all recordings. */
  get seconds(): number {
    return secondsOf(this.#parts);
  }
}

/**
 * Makes the baseline of a speaker.
 *
 * @param recordings the parts of each recording
 * @throws BaselineError `baseline-too-short` if they contain too little speech,
 *   `baseline-unsupported` if the model has no relative head
 */
export function makeBaseline(
  model: ModelInfo,
  recordings: readonly (readonly VoicePart[])[],
  options?: BaselineOptions,
): Baseline {
  const voice = new SpeakerVoice(model, recordings, options);
  const baseline = voice.baseline();
  if (baseline) return baseline;
  throw new BaselineError(
    'baseline-too-short',
    `Found ${voice.seconds.toFixed(1)} s of speech in ${recordings.length} ${recordings.length === 1 ? 'recording' : 'recordings'}, expected at least ${MIN_BASELINE_SECONDS} s for a baseline. Add recordings in which this person speaks; ten seconds or more are better.`,
  );
}

/** The calibrated logits of an embedding minus their mean: what the softmax sees of it. */
function project(head: RelativeHead, embedding: Float32Array): number[] {
  const { temperature } = head.calibration;
  const logits = Array.from(headLogits(head, embedding), (logit) => logit / temperature);
  const mean = logits.reduce((sum, logit) => sum + logit, 0) / logits.length;
  return logits.map((logit) => logit - mean);
}

const secondsOf = (parts: readonly VoicePart[]) =>
  parts.reduce((sum, { seconds }) => sum + seconds, 0);

const round = (value: number, digits: number) => Number(value.toFixed(digits));

/** Nine digits are all that a float32 has; more would only lengthen the file. */
const toFloat32Digits = (value: number) => Number(value.toPrecision(9));
