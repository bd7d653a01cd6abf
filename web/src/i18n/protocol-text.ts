export { figureName, protocolText } from '@engine/protocol-text.js';
