// The public door `wav2emo/checkpoint`: what runs everywhere, and what opens folders on disk.
export * from './index.js';
export { openFolder, type OpenFolderOptions } from './files/open-folder.js';
