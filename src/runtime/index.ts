export { checkFeeds } from './check-feeds.js';
export {
  failedRun,
  type MissingDevice,
  unavailableDevice,
  unusableGraph,
} from './runtime-errors.js';
export {
  type Device,
  DEVICES,
  type Feeds,
  type GraphFiles,
  type IntegerTensor,
  type OpenSession,
  type Session,
  type SessionOptions,
  type Tensor,
  type Tensors,
  WEIGHTS_FILE,
} from './session.js';
