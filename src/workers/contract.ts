import type { Adaptation, AnsweredExample } from '../adaptation/index.js';
import type { Bundle } from '../bundles/index.js';
import type { LabelledSpan, LiveOptions, LiveSummary } from '../conversation/index.js';
import type {
  ClassifyOptions,
  EmbedOptions,
  RecordingResult,
  ResultParts,
  SampleStream,
  VoicePart,
} from '../inference/index.js';
import type { SessionOptions } from '../runtime/index.js';
import type { ConversedRecording, ConverseOptions } from './converse.js';
import type { Gate } from './gate.js';

/** A model to find, fetch and convert. */
export type PrepareRequest = {
  readonly source: string;
  readonly revision?: string;
  /** Whether to use a graph that a hub repository contains. Default: false. */
  readonly trustBundle?: boolean;
};

/** A step of preparing a model. */
export type PrepareStep =
  | {
      readonly kind: 'licence';
      readonly licence?: string;
      readonly revision: string;
      readonly bytes: number;
    }
  | PrepareProgress;

/** The progress of a step. */
export type PrepareProgress = {
  readonly kind: 'progress';
  readonly stage: 'downloading' | 'converting' | 'measuring';
  readonly done: number;
  readonly total: number;
  readonly unit: 'bytes' | 'recordings';
};

/** Options of {@link ModelWorker.prepare}. */
export type PrepareOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((step: PrepareStep) => void) | undefined;
};

/** Where a worker finds a bundle, and how it computes it. */
export type OpenRequest = {
  /** A folder in Node, an address in a browser. */
  readonly folder: string;
  /** The bundle's files by their names, for a browser's worker: `folder` is then not read. */
  readonly files?: Readonly<Record<string, Blob>>;
  readonly runOpts?: Pick<SessionOptions, 'device' | 'threads'>;
};

/** A prepared model: where its bundle is, and what a worker elsewhere needs to have the same one. */
export type PreparedModel = {
  readonly folder: string;
  /** The name in its manifest. */
  readonly name: string;
  /** Size of its files. */
  readonly bytes: number;
  /** The shortest recording that it accepts, in samples. */
  readonly minimumSamples: number;
  /** How it was prepared. */
  readonly source: PrepareRequest;
  /** SHA-256 of the checksums of its files; equal bundles have equal results. */
  readonly digest: string;
  /** Threads to compute with. Default: the worker's. */
  readonly threads?: number | undefined;
};

/** A recording: a path that the worker can read, a file, or samples. */
export type WorkerInput = string | Blob | SampleStream;

/** Options of {@link ModelWorker.classify}. */
export type WorkerClassifyOptions = ClassifyOptions & ResultParts & Running;

/** Options of {@link ModelWorker.embedSpeech}. */
export type WorkerEmbedOptions = EmbedOptions & Running;

/** Options of {@link ModelWorker.converse}. */
export type WorkerConverseOptions = ConverseOptions & Running;

/** Options of {@link ModelWorker.diarizeFrames}. */
export type WorkerDiarizeOptions = Pick<
  WorkerConverseOptions,
  'onEvent' | 'signal' | 'gate' | 'onBegin'
>;

/** Options of {@link ModelWorker.adapt}. */
export type WorkerAdaptOptions = Running & {
  /** Ids of the classes, in the order of the new outputs. */
  readonly labels: readonly string[];
  /** Called after each fold of the cross-validation. */
  readonly onFold?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** How much a recording matters: archives are computed when nobody waits. */
export type Priority = 'interactive' | 'archive';

type Running = {
  /**
   * The name of the job in a queue: one that is there already is awaited and not added again. Default: a
   * random one.
   */
  readonly jobId?: string | undefined;
  /** Default: `interactive`. Only workers behind a queue use it. */
  readonly priority?: Priority | undefined;
  /** Time limit for computing in seconds, for workers that have limits. Default: their own. */
  readonly seconds?: number | undefined;
  /** Called when a worker elsewhere has the recording; before that it is not to blame for anything. */
  readonly onBegin?: (() => void) | undefined;
  /** Holds the computation back while it is closed. Default: none. */
  readonly gate?: Gate | undefined;
};

/**
 * Something that computes recordings with models that it holds: a {@link ModelWorker}, a process under
 * limits, or workers behind a queue. The results are the same everywhere.
 *
 * @typeParam Model what it needs to open a model
 */
export interface RecordingWorker<Model> {
  /**
   * Loads a bundle into memory under a name. A model of the same name is closed first.
   *
   * @throws CheckpointError, FileError, DeviceError
   */
  open(model: string, request: Model): Promise<void>;
  /**
   * Classifies a recording with an open model.
   *
   * @throws AudioError, FileError, DeviceError; WorkerError `model-not-open` if no model of this name
   *   is open, `worker-ended` if the worker ended before the result; BaselineError, RangeError if the
   *   baseline or the prior does not belong to the model; the signal's reason
   */
  classify(
    model: string,
    input: WorkerInput,
    options?: WorkerClassifyOptions,
  ): Promise<RecordingResult>;
  /**
   * Computes the embeddings of the speech in a recording, in parts of about 5 s each; `makeBaseline`
   * makes a baseline of them.
   *
   * @returns nothing if there is no speech
   * @throws as `classify`
   */
  embedSpeech(
    model: string,
    input: WorkerInput,
    options?: WorkerEmbedOptions,
  ): Promise<VoicePart[]>;
  /**
   * Analyses a conversation with an open model; see `analyseConversation`.
   *
   * @throws as `classify`
   */
  converse(
    model: string,
    input: WorkerInput,
    options?: WorkerConverseOptions,
  ): Promise<ConversedRecording>;
  /**
   * Fits new heads for an open model to examples; see `adaptHeads`. The worker computes nothing else
   * meanwhile: 21 s for a thousand examples.
   *
   * @throws RangeError as `adaptHeads`; WorkerError as `classify`; the signal's reason
   */
  adapt(
    model: string,
    examples: readonly AnsweredExample[],
    options: WorkerAdaptOptions,
  ): Promise<Adaptation>;
  /** Waits for the running recordings of a model and frees its memory. */
  close(model: string): Promise<void>;
  /** Closes all models and ends the worker. */
  dispose(): Promise<void>;
}

/**
 * Something that classifies audio with models that it holds: in this thread, in another thread, in
 * another process, or in a browser's worker. The results are the same everywhere.
 */
export interface ModelWorker extends RecordingWorker<OpenRequest> {
  /**
   * Labels each frame of a recording with an open model that classifies frames; see `diarizeFrames`.
   *
   * @throws as `classify`; TypeError if the model does not classify frames
   */
  diarizeFrames(
    model: string,
    input: WorkerInput,
    options?: WorkerDiarizeOptions,
  ): Promise<readonly LabelledSpan[]>;
  /** Fetches and converts a model if necessary, and returns its bundle. */
  prepare(request: PrepareRequest, options?: PrepareOptions): Promise<Bundle>;
  /**
   * Runs a live session with an open model while its samples arrive; see `runLive`.
   *
   * @throws as `runLive`; DeviceError; WorkerError as `classify`; the signal's reason
   */
  live(model: string, stream: SampleStream, options: LiveOptions): Promise<LiveSummary>;
}
