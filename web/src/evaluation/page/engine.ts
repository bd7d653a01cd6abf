// The exported page is the one of the command line, with the map and the recordings that this browser has.
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { renderEvaluation } from '@engine/evaluation/report/render-evaluation.js';
