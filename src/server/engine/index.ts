export { Engine, type EngineOptions } from './engine.js';
export { forkProgram, killProgram } from './fork-program.js';
export type { AnswerOptions, RecordingAnswer } from './messages.js';
