export { emotionColor } from '@engine/emotion-color.js';
