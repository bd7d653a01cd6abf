// Exports contain the listener's corrections, which only the page has, so that it writes them itself.
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { CONVERSATION_FORMATS, writeConversation } from '@engine/conversation/formats/index.js';
