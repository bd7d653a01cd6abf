import type { Conversation } from '../../conversation/index.js';
import type { AudioFile } from '../../node/index.js';
import type { ReportModel } from '../../report/index.js';

/** Which voices the channels of a recording contain. */
export const CHANNEL_MODES = ['split', 'mix', 'left', 'right'] as const;

/** How a recording becomes a conversation. */
export type AnalyseOptions = {
  /** `split` is one speaker on each channel, `mix` the mean of the channels. Default: `split`. */
  readonly channels?: (typeof CHANNEL_MODES)[number];
  /** The number of speakers of one channel. Default: estimated. */
  readonly speakers?: number;
  /** Length of the windows of speech that are classified, in seconds. */
  readonly windowSeconds?: number;
  /** Distance between the starts of these windows, in seconds. */
  readonly stepSeconds?: number;
  readonly signal?: AbortSignal;
  /** Called with the part that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
};

/** An open model that turns recordings into conversations; tests pass one of their own. */
export type Analyser = {
  /** What a report says of the model. */
  readonly model: ReportModel;
  /** @throws as the reading of a recording does */
  readonly analyse: (file: AudioFile, options: AnalyseOptions) => Promise<Conversation>;
  readonly dispose: () => Promise<void>;
};
