import { z } from 'zod';
import { BaselineError } from '../../errors.js';

/**
 * Seconds of speech from which on a recording is compared with a baseline. One second has about five
 * syllables; with fewer, the mean says more about the vowels than about the voice.
 */
export const MIN_BASELINE_SECONDS = 1;

/** No embedding of a supported model has more numbers. */
const MAX_EMBEDDING_SIZE = 1 << 16;

/** A speaker's name is shown in tables; a longer one is not a name. */
const MAX_NAME_CHARACTERS = 200;

/** The JSON of a {@link Baseline}. */
export const baselineSchema = z.object({
  format: z.literal('wav2emo-baseline'),
  version: z.literal(1),
  /** Of the speaker. */
  name: z.string().min(1).max(MAX_NAME_CHARACTERS).optional(),
  /** The model that computed the embedding, and the SHA-256 of its weights. */
  model: z.object({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** Seconds of speech. */
  seconds: z.number().gt(0),
  recordings: z.int().positive(),
  reliability: z.number().min(0).max(1),
  embedding: z.array(z.number()).min(1).max(MAX_EMBEDDING_SIZE),
});

/** A baseline as JSON. */
export type BaselineJson = z.infer<typeof baselineSchema>;

/**
 * How a voice sounds when nothing is the matter: the mean embedding of a speaker's ordinary speech.
 * With it, a model judges the difference from this voice instead of the voice itself. Immutable.
 *
 * ```ts
 * const baseline = await classifier.baseline(['monday.wav', 'tuesday.wav'], { name: 'Anna' });
 * await writeFile('anna.json', JSON.stringify(baseline));
 * const result = await classifier.classifyFile('call.wav', { baseline });
 * ```
 */
export class Baseline {
  /** Name of the speaker, if one was given. */
  readonly name: string | undefined;
  /** The model that computed it; another model's baseline is refused. */
  readonly model: { readonly name: string; readonly sha256: string };
  /** Seconds of speech that it was made from. */
  readonly seconds: number;
  /** Recordings that it was made from. */
  readonly recordings: number;
  /** How well the mean is known, 0 to 1; see `reliabilityOf`. */
  readonly reliability: number;
  /** The mean embedding, `[embeddingSize]`. */
  readonly embedding: readonly number[];

  private constructor({ name, model, seconds, recordings, reliability, embedding }: BaselineJson) {
    this.name = name;
    this.model = Object.freeze({ ...model });
    this.seconds = seconds;
    this.recordings = recordings;
    this.reliability = reliability;
    this.embedding = Object.freeze([...embedding]);
    Object.freeze(this);
  }

  /**
   * Rebuilds a baseline from its JSON.
   *
   * @param json what `JSON.parse` returned
   * @param place path or name of the file, for the error message
   * @throws BaselineError `baseline-corrupt` if it is not the JSON of a baseline
   */
  static fromJSON(json: unknown, place = 'The value'): Baseline {
    const found = baselineSchema.safeParse(json);
    if (found.success) return new Baseline(found.data);
    const problem = z.prettifyError(found.error).split('\n').slice(0, 2).join(' ');
    throw new BaselineError(
      'baseline-corrupt',
      `${place} is not a baseline that this version reads (${problem}). Expected the JSON that "wav2emo baseline" writes; make it again.`,
    );
  }

  /** The baseline as JSON; `JSON.stringify` calls it. */
  toJSON(): BaselineJson {
    const { name, model, seconds, recordings, reliability, embedding } = this;
    return {
      format: 'wav2emo-baseline',
      version: 1,
      ...(name !== undefined && { name }),
      model: { ...model },
      seconds,
      recordings,
      reliability,
      embedding: [...embedding],
    };
  }
}

/**
 * Parses the text of a baseline's file.
 *
 * @param place path or name of the file, for the error message
 * @throws BaselineError `baseline-corrupt` if it is not the JSON of a baseline
 */
export function parseBaseline(text: string, place: string): Baseline {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new BaselineError(
      'baseline-corrupt',
      `${place} is not JSON, expected a baseline. Make one with "wav2emo baseline RECORDINGS -o FILE".`,
      { cause },
    );
  }
  return Baseline.fromJSON(json, place);
}
