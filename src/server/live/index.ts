export { acceptWebSockets, addLive } from './add-live.js';
export { LIVE_LIMITS } from './limits.js';
export { LIVE_ERRORS } from './live-error.js';
export { clientMessageSchema, type ServerMessage, serverMessageSchema } from './messages.js';
