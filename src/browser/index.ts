export { browserWorker, type BrowserWorkerOptions } from './browser-worker.js';
export { type BrowserWorkerSettings, startBrowserWorker } from './start-browser-worker.js';
