import type { Adaptation, AnsweredExample } from '../adaptation/index.js';
import type { Bundle } from '../bundles/index.js';
import type { LabelledSpan, LiveEvent, LiveSettings, LiveSummary } from '../conversation/index.js';
import {
  Baseline,
  type BaselineJson,
  type BesideClasses,
  type Classification,
  classification,
  type EmotionResult,
  type Prior,
  type RecordingResult,
  regression,
  type ResultParts,
  type VoicePart,
} from '../inference/index.js';
import type {
  OpenRequest,
  PrepareRequest,
  PrepareStep,
  WorkerClassifyOptions,
  WorkerConverseOptions,
  WorkerInput,
} from './contract.js';
import type { ConversationProgress, ConversedRecording, ConverseOptions } from './converse.js';
import type { SerializedError } from './serialize-error.js';

/** A recording as it is posted: a stream of samples is pulled piece by piece. */
export type PostedInput =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'file'; readonly file: Blob }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'samples'; readonly sampleRate: number };

/** How a recording is classified, as it is posted: a baseline is its JSON. */
export type PostedOptions = ResultParts & {
  readonly voiceActivity?: boolean;
  readonly baseline?: BaselineJson;
  readonly prior?: Prior;
};

/** The arguments of each method. */
export type Calls = {
  readonly prepare: { readonly request: PrepareRequest };
  readonly open: { readonly model: string; readonly request: OpenRequest };
  readonly classify: {
    readonly model: string;
    readonly input: PostedInput;
    readonly options: PostedOptions;
  };
  readonly live: {
    readonly model: string;
    readonly sampleRate: number;
    readonly settings: LiveSettings;
  };
  readonly embedSpeech: { readonly model: string; readonly input: PostedInput };
  readonly converse: {
    readonly model: string;
    readonly input: PostedInput;
    readonly options: PostedConversation;
  };
  readonly diarizeFrames: { readonly model: string; readonly input: PostedInput };
  readonly adapt: {
    readonly model: string;
    readonly examples: readonly AnsweredExample[];
    readonly labels: readonly string[];
  };
  readonly close: { readonly model: string };
  readonly dispose: object;
};

/** The return value of each method, as it is posted. */
export type Returns = {
  readonly prepare: Bundle;
  readonly open: undefined;
  readonly classify: EncodedResult;
  readonly live: LiveSummary;
  readonly embedSpeech: VoicePart[];
  readonly converse: ConversedRecording;
  readonly diarizeFrames: readonly LabelledSpan[];
  readonly adapt: Adaptation;
  readonly close: undefined;
  readonly dispose: undefined;
};

/** The names of the methods. */
export type Method = keyof Calls;

/** Posted to a worker. */
export type WorkerRequest =
  | {
      [M in Method]: { kind: 'call'; call: number; method: M; params: Calls[M] };
    }[Method]
  | { readonly kind: 'cancel'; readonly call: number }
  /** Closes or opens the gate of a call. */
  | { readonly kind: 'gate'; readonly call: number; readonly isOpen: boolean }
  /** The next piece of samples `[channel][time]`; without channels the stream has ended. */
  | { readonly kind: 'piece'; readonly call: number; readonly channels?: readonly Float32Array[] }
  | { readonly kind: 'piece-failed'; readonly call: number; readonly error: SerializedError };

/** What a call reports while it runs. */
export type WorkerEvent =
  /** The worker has the call. */
  | { readonly kind: 'begun' }
  /** The call waits at its gate. */
  | { readonly kind: 'held' }
  | { readonly kind: 'seconds'; readonly seconds: number }
  | { readonly kind: 'conversation'; readonly event: ConversationProgress }
  | { readonly kind: 'live'; readonly event: LiveEvent }
  /** So many folds of a cross-validation are computed. */
  | { readonly kind: 'fold'; readonly done: number; readonly total: number }
  | { readonly kind: 'step'; readonly step: PrepareStep };

/** Posted by a worker. */
export type WorkerReply =
  | { readonly kind: 'returned'; readonly call: number; readonly value: Returns[Method] }
  | { readonly kind: 'threw'; readonly call: number; readonly error: SerializedError }
  | { readonly kind: 'event'; readonly call: number; readonly event: WorkerEvent }
  /** Asks for the next piece of samples. */
  | { readonly kind: 'pull'; readonly call: number };

type Details = Pick<
  EmotionResult,
  'logits' | 'embedding' | 'durationSeconds' | 'findings' | 'labels' | 'comparedWith'
>;

/** What determines a result; everything else is derived from it. */
export type EncodedResult = Omit<RecordingResult, 'result'> & {
  readonly details: Details;
  /** `[classes]`; absent for regression models. */
  readonly probabilities?: Float32Array;
  /** What a classifier measures beside its classes. */
  readonly beside?: BesideClasses;
};

/** The data of a result; its arrays are copied by the transport. */
export function encodeResult({ result, ...parts }: RecordingResult): EncodedResult {
  const { logits, embedding, durationSeconds, findings, labels, comparedWith } = result;
  return {
    ...parts,
    details: {
      ...{ logits, embedding, durationSeconds, findings, labels },
      ...(comparedWith && { comparedWith }),
    },
    ...('probabilities' in result && {
      probabilities: result.probabilities,
      ...besideOf(result),
    }),
  };
}

function besideOf({ dimensions, dimensionLabels: labels }: Classification) {
  if (!dimensions || !labels) return {};
  const values = Float32Array.from(labels, ({ id }) => dimensions[id] ?? NaN);
  return { beside: { labels, values } };
}

/** Rebuilds a result with its tuple, names and methods, bit for bit. */
export function decodeResult({
  details,
  probabilities,
  beside,
  ...parts
}: EncodedResult): RecordingResult {
  const { labels, ...rest } = details;
  const result = probabilities
    ? classification(probabilities, labels, rest, beside)
    : regression(labels, rest);
  return { ...parts, result };
}

/** The options of a call without the signal and the callback, which stay on this side. */
export function encodeOptions({
  voiceActivity,
  baseline,
  prior,
  timeline,
  peaks,
  windows,
}: WorkerClassifyOptions): PostedOptions {
  return {
    ...(voiceActivity !== undefined && { voiceActivity }),
    ...(baseline && { baseline: baseline.toJSON() }),
    ...(prior && { prior }),
    ...(timeline !== undefined && { timeline }),
    ...(peaks !== undefined && { peaks }),
    ...(windows !== undefined && { windows }),
  };
}

/** How a conversation is analysed, as it is posted: baselines are their JSON. */
export type PostedConversation = Omit<ConverseOptions, 'baselines' | 'onEvent' | 'signal'> & {
  readonly baselines?: Readonly<Record<string, BaselineJson>>;
};

/** The options of a conversation without the signal and the callbacks, which stay on this side. */
export function encodeConversation(options: WorkerConverseOptions): PostedConversation {
  const { channels, speakers, names, voices, baselines, prior, parts } = options;
  const { moments, windowSeconds, stepSeconds } = options;
  const encode = ([id, baseline]: [string, Baseline]) => [id, baseline.toJSON()] as const;
  return {
    ...{ channels, speakers, names, voices, prior, parts, moments },
    ...(windowSeconds !== undefined && { windowSeconds }),
    ...(stepSeconds !== undefined && { stepSeconds }),
    ...(baselines && { baselines: Object.fromEntries(Object.entries(baselines).map(encode)) }),
  };
}

/** Rebuilds the options of a conversation. */
export function decodeConversation({ baselines, ...options }: PostedConversation): ConverseOptions {
  const decode = ([id, json]: [string, BaselineJson]) => [id, Baseline.fromJSON(json)] as const;
  return {
    ...options,
    ...(baselines && { baselines: Object.fromEntries(Object.entries(baselines).map(decode)) }),
  };
}

/** Rebuilds the options of a call. */
export function decodeOptions({ baseline, ...options }: PostedOptions): WorkerClassifyOptions {
  return { ...options, ...(baseline && { baseline: Baseline.fromJSON(baseline) }) };
}

/** @param passesFiles whether the transport can post a `Blob`; if not, its bytes are posted */
export async function encodeInput(input: WorkerInput, passesFiles: boolean): Promise<PostedInput> {
  if (typeof input === 'string') return { kind: 'path', path: input };
  if (!(input instanceof Blob)) return { kind: 'samples', sampleRate: input.sampleRate };
  if (passesFiles) return { kind: 'file', file: input };
  return { kind: 'bytes', bytes: new Uint8Array(await input.arrayBuffer()) };
}
