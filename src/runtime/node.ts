export { availableDevices } from './node-devices.js';
export { openSession } from './open-session.js';
