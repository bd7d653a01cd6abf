export { answerEach } from './answer-each.js';
export { openAnswering } from './open-answering.js';
export type { Answering } from './answering.js';
