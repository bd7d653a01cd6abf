export { type Received, receiveFiles, removeUploads, type UploadPart } from './receive-files.js';
export { type Upload, UploadFolder } from './upload-folder.js';
