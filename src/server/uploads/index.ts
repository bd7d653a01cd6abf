export {
  type Received,
  receiveFiles,
  removeUploads,
  type Sender,
  type UploadPart,
} from './receive-files.js';
export { type Upload, UploadFolder } from './upload-folder.js';
