/** What this folder uses of a page's and a worker's globals; the project's types are those of Node. */

/** What is used of an `AudioBuffer`. */
export type AudioBufferLike = {
  /** In hertz. */
  readonly sampleRate: number;
  /** In samples per channel. */
  readonly length: number;
  readonly numberOfChannels: number;
  getChannelData(channel: number): Float32Array;
};

/** What is used of a `MediaStream`. */
export type MediaStreamLike = {
  getAudioTracks(): readonly { readonly readyState: string }[];
};

/** What is used of a `Worker`. */
export type WorkerLike = {
  postMessage(message: unknown, transfer?: readonly unknown[]): void;
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  terminate(): void;
};

/** What is used of a `Cache`. */
export type CacheLike = {
  match(address: string): Promise<Response | undefined>;
  put(address: string, response: Response): Promise<void>;
  delete(address: string): Promise<boolean>;
  keys(): Promise<readonly { readonly url: string }[]>;
};

/** What is used of an `AudioContext`. */
export type AudioContextLike = {
  readonly sampleRate: number;
  readonly audioWorklet: { addModule(address: string): Promise<void> };
  createMediaStreamSource(stream: MediaStreamLike): { connect(node: unknown): void };
  resume(): Promise<void>;
  close(): Promise<void>;
};

/** What is used of an `AudioWorkletNode`. */
export type AudioWorkletNodeLike = { readonly port: PortLike };

/** What is used of a `MessagePort`. */
export type PortLike = {
  postMessage(message: unknown, transfer?: readonly unknown[]): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
};

type BrowserGlobals = {
  readonly MessageChannel: new () => { readonly port1: PortLike; readonly port2: PortLike };
  readonly Worker?: new (
    address: URL | string,
    options: { type: 'module'; name: string },
  ) => WorkerLike;
  /** Only in secure contexts: https, or this machine. */
  readonly caches?: { open(name: string): Promise<CacheLike> };
  readonly navigator?: {
    readonly hardwareConcurrency?: number;
    /** In GB; only Chromium tells it, and only in secure contexts. */
    readonly deviceMemory?: number;
    readonly gpu?: { requestAdapter(): Promise<unknown> };
  };
  readonly crossOriginIsolated?: boolean;
  readonly location?: { readonly origin: string };
  readonly document?: { readonly baseURI: string };
  readonly AudioBuffer?: new (options: never) => AudioBufferLike;
  readonly MediaStream?: new () => MediaStreamLike;
  readonly AudioContext?: new () => AudioContextLike;
  readonly AudioWorkletNode?: new (
    context: AudioContextLike,
    name: string,
    options: { readonly numberOfOutputs: number },
  ) => AudioWorkletNodeLike;
  readonly OfflineAudioContext?: new (
    channels: number,
    length: number,
    sampleRate: number,
  ) => { decodeAudioData(bytes: ArrayBuffer): Promise<AudioBufferLike> };
};

/** The globals of a browser; in other places they are missing. */
export const browser = globalThis as unknown as BrowserGlobals;
