// The map is the one of the command line's report; its worker computes it in this browser.
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { projectPca, projectUmap } from '@engine/evaluation/map/project.js';
