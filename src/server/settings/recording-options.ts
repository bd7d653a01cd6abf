import { whole } from './schemas.js';
import type { ServerOptions } from './server-option.js';

/** How large recordings may be, and how long conversations take and are kept. */
export const RECORDING_OPTIONS = {
  maxUploadMb: {
    flag: 'max-upload-mb',
    argument: '<size>',
    variable: 'WAV2EMO_MAX_UPLOAD_MB',
    help: 'size limit of one recording, in megabytes',
    fallback: '100',
    schema: whole(1, 4096),
  },
  maxConversationMb: {
    flag: 'max-conversation-mb',
    argument: '<size>',
    variable: 'WAV2EMO_MAX_CONVERSATION_MB',
    help: 'size limit of the recording of a conversation, in megabytes; an hour of stereo PCM at 48 kHz has 691',
    fallback: '700',
    schema: whole(1, 16_384),
  },
  conversationSeconds: {
    flag: 'conversation-seconds',
    argument: '<time>',
    variable: 'WAV2EMO_CONVERSATION_SECONDS',
    help: 'time limit for analysing one conversation, in seconds',
    fallback: '3600',
    schema: whole(1, 86_400),
  },
  conversationMinutes: {
    flag: 'conversation-minutes',
    argument: '<time>',
    variable: 'WAV2EMO_CONVERSATION_MINUTES',
    help: 'how long the result of a conversation is kept, in minutes; at most 100 results are kept',
    fallback: '60',
    schema: whole(1, 10_080),
  },
  maxFiles: {
    flag: 'max-files',
    argument: '<count>',
    variable: 'WAV2EMO_MAX_FILES',
    fallback: '100',
    help: 'largest number of recordings in one request',
    schema: whole(1, 10_000),
  },
} as const satisfies ServerOptions;
