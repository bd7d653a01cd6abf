import {
  type Baseline,
  expectRelativeHead,
  makeBaseline,
  SpeakerVoice,
  type VoicePart,
} from '../../inference/index.js';
import type { Gate } from '../../workers/index.js';
import type { Engine } from '../engine/index.js';
import { type Received, removeUploads } from '../uploads/index.js';
import type { ClassifierParts } from './classifier-parts.js';
import { chooseReadyModel } from './choose-model.js';
import type { TakeTurn } from './job-queue.js';

/** How a voice is computed. */
export type VoiceOptions = {
  /** Id of a model; default: the default model if it is ready, else another ready one. */
  readonly model?: string | undefined;
  /** Name of the speaker. */
  readonly name?: string | undefined;
  readonly client: string;
  readonly signal: AbortSignal;
};

/**
 * Computes the baseline of a voice from recordings, and deletes their uploads.
 *
 * @throws BaselineError if the model compares with no voice or there is too little speech;
 *   ServerError as `classifyRecordings`; what is wrong with a recording; the signal's reason
 */
export async function computeVoice(
  { queue, models, engine }: ClassifierParts,
  received: readonly Received[],
  { model: wanted, name, client, signal }: VoiceOptions,
): Promise<Baseline> {
  try {
    return await queue.hold({ client, signal }, async (takeTurn) => {
      const model = chooseReadyModel(models, wanted);
      return await models.use(model, async () => {
        const info = await engine.describe(model);
        expectRelativeHead(info);
        const recordings: VoicePart[][] = [];
        for (const one of received) {
          if ('error' in one) throw one.error;
          const { path } = one.upload;
          const embed = (gate: Gate) => engine.embedSpeech(model, path, { signal, gate });
          recordings.push(await takeTurn(embed));
        }
        return makeBaseline(info, recordings, { name });
      });
    });
  } finally {
    await removeUploads(received);
  }
}

/** The recordings of a request and who speaks in each. */
export type SpokenRecordings = {
  readonly received: readonly Received[];
  /** The speaker of each recording; absent for one that is judged alone. */
  readonly speakers: readonly (string | undefined)[];
};

type FindOptions = {
  readonly engine: Engine;
  readonly model: string;
  readonly takeTurn: TakeTurn;
  readonly signal: AbortSignal;
};

/**
 * Finds the baseline of each recording: that of the other recordings of its speaker. A recording that
 * cannot be computed is left out of the baselines.
 *
 * @returns one per recording; absent without a speaker, or if the others contain too little speech
 * @throws BaselineError `baseline-unsupported`; the signal's reason
 */
export async function findBaselines(
  { received, speakers }: SpokenRecordings,
  options: FindOptions,
): Promise<readonly (Baseline | undefined)[]> {
  const names = new Set(speakers.filter((speaker) => speaker !== undefined));
  const found: (Baseline | undefined)[] = received.map(() => undefined);
  if (names.size === 0) return found;
  const info = await options.engine.describe(options.model);
  expectRelativeHead(info);
  for (const name of names) {
    const members = [...received.keys()].filter((at) => speakers[at] === name);
    const parts: VoicePart[][] = [];
    for (const at of members) parts.push(await partsOf(received[at], options));
    const voice = new SpeakerVoice(info, parts, { name });
    for (const [place, at] of members.entries()) found[at] = voice.baseline(place);
  }
  return found;
}

async function partsOf(
  received: Received | undefined,
  { engine, model, takeTurn, signal }: FindOptions,
): Promise<VoicePart[]> {
  if (!received || 'error' in received) return [];
  try {
    const { path } = received.upload;
    return await takeTurn((gate) => engine.embedSpeech(model, path, { signal, gate }));
  } catch {
    signal.throwIfAborted();
    // The recording is classified afterwards, and its own result says what is wrong.
    return [];
  }
}
