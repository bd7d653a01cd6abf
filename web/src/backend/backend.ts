import type { Conversation, EmotionSegment } from '@engine/conversation/conversation.js';
import type { RequestedParts } from '@engine/server/engine/recording-json.js';
import type { AdaptationView, AdaptRequest } from '../api/adaptations.ts';
import type { LiveMessage, LiveSession } from '../api/live-messages.ts';
import type { Baseline, ClassifyItem, ModelEntry, PageSettings } from '../api/types.ts';
import type { ConversationSettings } from '../conversation/conversation-settings.ts';
import type { PeaksJson } from '../conversation/peaks.ts';

/** What can answer the page. */
export type BackendKind = 'server' | 'device';

/** A recording with its whole name; a form writes quotes in a name as %22 and drops folders. */
export type NamedRecording = { readonly name: string; readonly recording: Blob };

/** Recordings for one call. */
export type RecordingsRequest = {
  readonly model: string;
  readonly recordings: readonly NamedRecording[];
  readonly signal: AbortSignal;
  /** Gets the share of the recordings that has arrived where they are computed, from 0 to 1. */
  readonly onSent: (share: number) => void;
};

/** Recordings to classify, and what they are compared with. */
export type ClassifyRequest = RecordingsRequest & {
  /** What each result has besides its answer. */
  readonly parts: RequestedParts;
  /** The voice that they are compared with. */
  readonly baseline?: Baseline | undefined;
  /** The speaker of all of them: each is compared with the others. */
  readonly speaker?: string | undefined;
};

/** What is reported about a conversation while it is computed. */
export type ConversationHandlers = {
  /** Gets the seconds that are computed. */
  readonly onProgress: (seconds: number) => void;
  readonly onSegments: (segments: readonly EmotionSegment[]) => void;
};

/** A conversation to analyse. */
export type ConversationRequest = ConversationSettings &
  ConversationHandlers & {
    readonly model: string;
    readonly file: string;
    readonly recording: Blob;
    readonly signal: AbortSignal;
    /** Gets the share of the recording that has arrived where it is computed, from 0 to 1. */
    readonly onSent: (share: number) => void;
  };

/** A conversation and the waveform of each channel. */
export type AnalysedConversation = {
  readonly conversation: Conversation;
  readonly peaks: PeaksJson;
};

/** What a live session calls. */
export type LiveHandlers = {
  readonly onMessage: (message: LiveMessage) => void;
  /** Is called if the session ends before {@link LiveConnection.end}. */
  readonly onLost: () => void;
};

/** A live session: frames go in, and messages come back. */
export interface LiveConnection {
  /** Sends 16-bit mono samples; a frame that would wait too long is left out. */
  send(frame: Int16Array<ArrayBuffer>): void;
  /** Ends the session, and waits a little for its last results. */
  end(): Promise<void>;
}

/**
 * What answers the page: a server, or the device that shows the page. The tabs use it without
 * knowing which one it is.
 */
export interface Backend {
  /** Its limits and offers. */
  fetchSettings(): Promise<PageSettings>;
  /**
   * Follows the list of models.
   *
   * @param onModels gets the whole list, at once and after every change
   * @param onConnection whether it can be reached
   * @returns ends it
   */
  watchModels(
    onModels: (models: readonly ModelEntry[]) => void,
    onConnection: (connected: boolean) => void,
  ): () => void;
  /**
   * Begins to load a model; {@link watchModels} reports its progress.
   *
   * @param trustsBundle whether the graph that a hub repository contains may be used as it is
   */
  loadModel(id: string, trustsBundle?: boolean): Promise<void>;
  /**
   * Adds a model from the files of its folder and begins to load it: a bundle, or a checkpoint, which is
   * converted first.
   *
   * @param files by their paths inside the folder
   * @throws ProblemError `model-exists`; `model-needs-device` if only a device can do it
   */
  addModel(name: string, files: Readonly<Record<string, Blob>>): Promise<void>;
  /** Frees the memory of a model. */
  unloadModel(id: string): Promise<void>;
  /** Finds out the size and licence of a model that would have to be downloaded. */
  describeModel(id: string): Promise<ModelEntry>;
  /** The calls that it holds: those that wait and those that are computed. */
  countRequests(signal: AbortSignal): Promise<number>;
  /**
   * Classifies recordings with a loaded model; each has a result or an error, in their order.
   *
   * @throws ProblemError; the signal's reason
   */
  classify(request: ClassifyRequest): Promise<readonly ClassifyItem[]>;
  /**
   * Computes what a voice sounds like from recordings of ordinary speech.
   *
   * @throws ProblemError; the signal's reason
   */
  makeBaseline(request: RecordingsRequest): Promise<Baseline>;
  /**
   * Analyses a conversation.
   *
   * @throws ProblemError; the signal's reason
   */
  converse(request: ConversationRequest): Promise<AnalysedConversation>;
  /**
   * Adapts a model to clips.
   *
   * @throws ProblemError if it is refused or cannot be computed; the signal's reason
   */
  adaptModel(request: AdaptRequest): Promise<AdaptationView>;
  /** Downloads the bundle of an adapted model as a zip file. */
  downloadAdapted(id: string, name: string): Promise<void>;
  /** Loads an adapted model under a name; {@link watchModels} reports the progress. */
  loadAdapted(id: string, name: string): Promise<void>;
  /** Opens a live session. */
  openLive(session: LiveSession, handlers: LiveHandlers): LiveConnection;
}
