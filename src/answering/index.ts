export { answerEach } from './answer-each.js';
export { classifyFiles, type FileOutcome, type ManyOptions, predictFiles } from './answer-files.js';
export type { Answering } from './answering.js';
export { openAnswering } from './open-answering.js';
