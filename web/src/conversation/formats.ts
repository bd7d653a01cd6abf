export { CONVERSATION_FORMATS, writeConversation } from '@engine/conversation/formats/index.js';
