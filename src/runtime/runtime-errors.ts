import { CheckpointError, DeviceError } from '../errors.js';
import type { Device } from './session.js';

/** What {@link unavailableDevice} says about a device. */
export type MissingDevice = {
  readonly device: Device;
  /** The platform, e.g. `linux x64`. */
  readonly platform: string;
  readonly available: readonly Device[];
  /** What the device needs; completes "It needs …". */
  readonly needs: string;
  /** The runtime's own error. */
  readonly cause?: unknown;
};

/** The error for a device that cannot be used. No other device is ever used in its place. */
export function unavailableDevice(missing: MissingDevice): DeviceError {
  const { device, platform, needs, cause } = missing;
  const others = missing.available.filter((each) => each !== device);
  const reason = cause instanceof Error ? ` The runtime said: ${firstLine(cause.message)}` : '';
  return new DeviceError(
    'device-unavailable',
    `The device "${device}" is not available on this machine (${platform}).` +
      ` Available here: ${others.join(', ')}. It needs ${needs}.` +
      ` Install that, or choose the device "cpu".${reason}`,
    { cause },
  );
}

/** The error for a graph that fails while it is computed. */
export function failedRun(device: Device, error: unknown): DeviceError {
  return new DeviceError(
    'device-failed',
    `The runtime could not compute the graph on ${device}: ${reasonOf(error)}`,
    { cause: error },
  );
}

/** The error for a file that the runtime cannot load. */
export function unusableGraph(file: string, error: unknown): CheckpointError {
  return new CheckpointError(
    'checkpoint-corrupt',
    `${file} is not a graph that the runtime can compute: ${reasonOf(error)} Make or fetch the model again.`,
    { cause: error },
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? firstLine(error.message) : String(error);
}

/** The first line of a message without the source path that the runtime puts before it. */
function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').replace(/^\S+:\d+ .*? was false\. /, '');
}
