import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { listSupportedBackends } from 'onnxruntime-node';
import { DeviceError } from '../errors.js';
import { type Device, DEVICES } from './session.js';

/** What to install for each device. */
const NEEDS: Readonly<Record<Device, string>> = {
  cpu: 'onnxruntime-node itself',
  cuda: "Linux on x64 with an NVIDIA card, its driver, CUDA 12 with cuDNN 9, and onnxruntime-node's CUDA files (npm rebuild onnxruntime-node --ignore-scripts=false --onnxruntime-node-install=cuda12)",
  webgpu: 'a graphics card with a driver for Vulkan, Metal or Direct3D 12',
  coreml: 'macOS',
  dml: 'Windows with a DirectX 12 graphics card',
};

/**
 * Devices whose code is installed, the processor first. A listed graphics device may still lack
 * its driver: only `openSession` finds out.
 */
export function availableDevices(): readonly Device[] {
  const installed = new Set(
    listSupportedBackends()
      .filter(({ name, bundled }) => bundled || existsSync(providerLibrary(name)))
      .filter(({ name }) => name !== 'webgpu' || mayHaveGraphics())
      .map(({ name }) => name),
  );
  return DEVICES.filter((device) => installed.has(device));
}

/**
 * Whether a graphics card can be reached at all. Without one the runtime's WebGPU fails as it
 * should, and then takes the whole process down when it ends: it is not tried.
 */
function mayHaveGraphics(): boolean {
  if (process.platform !== 'linux') return true;
  return ['/dev/dri', '/dev/dxg', '/dev/nvidia0'].some((path) => existsSync(path));
}

/** The error for a device that cannot be used here; never replaced by another device in silence. */
export function unavailable(device: Device, cause?: unknown): DeviceError {
  const others = availableDevices().filter((each) => each !== device);
  const reason = cause instanceof Error ? ` The runtime said: ${firstLine(cause.message)}` : '';
  return new DeviceError(
    'device-unavailable',
    `The device "${device}" is not available on this machine (${process.platform} ${process.arch}).` +
      ` Available here: ${others.join(', ')}. It needs ${NEEDS[device]}.` +
      ` Install that, or choose the device "cpu".${reason}`,
    { cause },
  );
}

/** The first line of a message without the source path that the runtime puts before it. */
export function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').replace(/^\S+:\d+ .*? was false\. /, '');
}

function providerLibrary(name: string): string {
  const home = path.dirname(
    createRequire(import.meta.url).resolve('onnxruntime-node/package.json'),
  );
  const bin = path.join(home, 'bin', 'napi-v6', process.platform, process.arch);
  const windows = process.platform === 'win32';
  return path.join(
    bin,
    `${windows ? '' : 'lib'}onnxruntime_providers_${name}.${windows ? 'dll' : 'so'}`,
  );
}
