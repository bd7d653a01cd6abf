export type { AnalysedRecording, WriteOptions } from './analysed-recording.js';
export {
  CONVERSATION_FORMATS,
  type ConversationFormat,
  FORMAT_NAMES,
  type FormatName,
  writeConversation,
} from './formats.js';
export { baseName, speakerNames, speakerWords, stemOf } from './names.js';
