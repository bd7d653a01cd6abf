export { openWebSession, setWebRuntimeFiles, type WebRuntimeFiles } from './web-session.js';
