import type { ChannelChoice, Conversation, ConversationOptions } from '../../conversation/index.js';
import type { AudioFile } from '../../node/index.js';
import type { ReportModel } from '../../report/index.js';

/** Which voices the channels of a recording contain. */
export const CHANNEL_CHOICES = [
  'split',
  'mix',
  'left',
  'right',
] as const satisfies readonly ChannelChoice[];

/** How a recording becomes a conversation, as far as the command line has options for it. */
export type AnalyseOptions = Pick<
  ConversationOptions,
  'channels' | 'speakers' | 'windowSeconds' | 'stepSeconds' | 'signal'
> & {
  /** Called with the part that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
};

/** An open model that turns recordings into conversations; tests pass one of their own. */
export type Analyser = {
  /** What a report says of the model. */
  readonly model: ReportModel;
  /** @throws AudioError, FileError and what else the reading of a recording throws */
  readonly analyse: (file: AudioFile, options: AnalyseOptions) => Promise<Conversation>;
  readonly dispose: () => Promise<void>;
};
