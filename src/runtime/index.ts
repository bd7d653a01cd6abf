export { availableDevices } from './node-devices.js';
export { openSession } from './node-session.js';
export {
  type Device,
  DEVICES,
  type Feeds,
  type IntegerTensor,
  type Session,
  type SessionOptions,
  type Tensor,
  type Tensors,
} from './session.js';
