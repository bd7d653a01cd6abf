import type { Baseline } from '../../inference/index.js';
import { mapAhead, type Priority } from '../../workers/index.js';
import type { RecordingJson, RequestedParts } from '../engine/index.js';
import { noteFigures } from '../../telemetry/index.js';
import { toProblemData } from '../problem/index.js';
import { type Received, removeUploads, type Upload } from '../uploads/index.js';
import {
  chooseReadyModel,
  loadDefaultModel,
  type ModelProgress,
  readyModels,
} from './choose-model.js';
import type { ClassifierParts } from './classifier-parts.js';
import { findBaselines } from './compute-voices.js';
import type { TakeTurn } from './job-queue.js';

/** One recording of a request: its result, or the error of this recording alone. */
export type RecordingOutcome = { readonly name: string } & (
  { readonly result: RecordingJson } | { readonly error: unknown }
);

/** How recordings are classified. */
export type ClassifyOptions = {
  /** Id of a model; default: the default model if it is ready, else another ready one. */
  readonly model?: string | undefined;
  /** Default: none. */
  readonly parts?: RequestedParts;
  /** The voice that the recordings are compared with. Default: none. */
  readonly baseline?: Baseline | undefined;
  /**
   * The speaker of each recording; those of one speaker are compared with each other. Default: each
   * is judged alone.
   */
  readonly speakers?: readonly (string | undefined)[] | undefined;
  /** How much the recordings matter beside others. Default: `interactive`. */
  readonly priority?: Priority | undefined;
  /** Who asks; turns and places are shared among clients. */
  readonly client: string;
  /** Ends the waiting and the computation. */
  readonly signal: AbortSignal;
  /** Loads the default model if no model is ready. Default: `false`. */
  readonly loadsDefault?: boolean;
  /** Is called with the progress of loading the default model. */
  readonly onProgress?: (progress: ModelProgress) => void;
  /** Is called when the computation begins. */
  readonly onBegin?: () => void;
};

const NO_PARTS: RequestedParts = { timeline: false, peaks: 0, embedding: false };

/**
 * Classifies the recordings of one request in their order, and deletes their uploads. An error
 * that concerns one recording does not affect the others.
 *
 * @throws ServerError `queue-full`, `model-not-loaded`, `model-unknown`; the signal's reason
 */
export async function classifyRecordings(
  parts: ClassifierParts,
  received: readonly Received[],
  options: ClassifyOptions,
): Promise<RecordingOutcome[]> {
  try {
    return await parts.queue.hold(options, async (takeTurn) => {
      const model = await openModel(parts, options);
      return await parts.models.use(model, async () => {
        const { speakers = [], signal } = options;
        const { engine } = parts;
        const found = await findBaselines(
          { received, speakers },
          { engine, model, takeTurn, signal },
        );
        const { ahead } = parts.queue;
        const outcomes: RecordingOutcome[] = [];
        const computed = mapAhead([...received.entries()], { ahead, signal }, ([at, one]) => {
          const baseline = found[at] ?? options.baseline;
          return classifyReceived(one, { parts, model, options, takeTurn, baseline });
        });
        for await (const outcome of computed) outcomes.push(outcome);
        return outcomes;
      });
    });
  } finally {
    await removeUploads(received);
  }
}

/**
 * Classifies one upload, which stays stored.
 *
 * @throws ServerError `queue-full`, `model-not-loaded`, `model-unknown`; what is wrong with the
 * recording; the signal's reason
 */
export async function classifyUpload(
  parts: ClassifierParts,
  upload: Upload,
  options: ClassifyOptions,
): Promise<RecordingJson> {
  return await parts.queue.hold(options, async (takeTurn) => {
    const model = await openModel(parts, options);
    return await parts.models.use(model, () =>
      compute(upload, { parts, model, options, takeTurn }),
    );
  });
}

type Request = {
  readonly parts: ClassifierParts;
  readonly model: string;
  readonly options: ClassifyOptions;
  readonly takeTurn: TakeTurn;
  readonly baseline?: Baseline | undefined;
};

async function openModel({ models }: ClassifierParts, options: ClassifyOptions): Promise<string> {
  const { model, loadsDefault = false, onProgress } = options;
  if (loadsDefault && readyModels(models).length === 0) await loadDefaultModel(models, onProgress);
  return chooseReadyModel(models, model);
}

async function classifyReceived(received: Received, request: Request): Promise<RecordingOutcome> {
  const { name } = received;
  if ('error' in received) return { name, error: received.error };
  try {
    return { name, result: await compute(received.upload, request) };
  } catch (error) {
    request.options.signal.throwIfAborted();
    return { name, error };
  } finally {
    // The other recordings may take long, and this one is not needed again.
    await received.upload.remove();
  }
}

async function compute({ path }: Upload, request: Request): Promise<RecordingJson> {
  const { parts, model, options, takeTurn, baseline } = request;
  const { engine, metrics } = parts;
  const { signal, parts: wanted = NO_PARTS, priority, onBegin } = options;
  try {
    const result = await takeTurn(async (gate) => {
      onBegin?.();
      const control = { signal, gate, priority };
      const found = await engine.classify(model, path, { ...wanted, baseline }, control);
      noteFigures({ 'wav2emo.audio_seconds': found.durationSeconds });
      return found;
    });
    metrics.countClassified(result.durationSeconds, result.computeSeconds);
    return result;
  } catch (error) {
    const { status, code } = toProblemData(error);
    if (signal.aborted) metrics.countFailed('cancelled', '');
    else metrics.countFailed(status < 500 ? 'refused' : 'failed', code);
    throw error;
  }
}
