import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { DeviceError } from '../errors.js';
import { loadNative } from './load-native.js';
import { unavailableDevice } from './runtime-errors.js';
import { type Device, DEVICES } from './session.js';

/** What each device needs; completes "It needs …". */
const NEEDS: Readonly<Record<Device, string>> = {
  cpu: 'onnxruntime-node itself',
  cuda: "Linux on x64 with an NVIDIA card, its driver, CUDA 12 with cuDNN 9, and onnxruntime-node's CUDA files (npm rebuild onnxruntime-node --ignore-scripts=false --onnxruntime-node-install=cuda12)",
  webgpu: 'a graphics card with a driver for Vulkan, Metal or Direct3D 12',
  coreml: 'macOS',
  dml: 'Windows with a DirectX 12 graphics card',
};

/**
 * Lists the devices whose code is installed, the processor first. A listed graphics device may
 * still lack its driver, which only `openSession` finds out. Without `onnxruntime-node`, the
 * processor is the only device.
 */
export function availableDevices(): readonly Device[] {
  const { native } = loadNative();
  if (!native) return ['cpu'];
  const installed = new Set(
    native
      .listSupportedBackends()
      .filter(({ name, bundled }) => bundled || existsSync(providerLibrary(name)))
      .filter(({ name }) => name !== 'webgpu' || mayHaveGraphics())
      .map(({ name }) => name),
  );
  return DEVICES.filter((device) => installed.has(device));
}

/**
 * Whether the machine may have a graphics card. Without one, the runtime's WebGPU reports an error,
 * which is right, but then crashes the process when it exits: so it is not tried.
 */
function mayHaveGraphics(): boolean {
  if (process.platform !== 'linux') return true;
  return ['/dev/dri', '/dev/dxg', '/dev/nvidia0'].some((path) => existsSync(path));
}

/** The error for a device that this machine lacks. */
export function unavailable(device: Device, cause?: unknown): DeviceError {
  const needs = loadNative().native
    ? NEEDS[device]
    : `onnxruntime-node, which is not installed here, and ${NEEDS[device]}`;
  return unavailableDevice({
    ...{ device, needs, cause },
    platform: `${process.platform} ${process.arch}`,
    available: availableDevices(),
  });
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
