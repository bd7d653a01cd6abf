/** How the channels of a recording become speakers. */
export const CHANNELS = ['auto', 'split', 'mix', 'left', 'right'] as const;

/** How a conversation is analysed. */
export type ConversationSettings = {
  readonly channels: (typeof CHANNELS)[number];
  /** The number of speakers in a single channel; absent to estimate it. */
  readonly speakers?: number | undefined;
};
