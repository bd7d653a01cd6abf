import { nativeCall } from '../native-calls.js';
import { checkOptions } from './check-options.js';
import { loadNative } from './load-native.js';
import { openNodeSession } from './node-session.js';
import { openFallbackSession } from './fallback-session.js';
import type { GraphFiles, Session, SessionOptions } from './session.js';

/**
 * Loads a graph in Node: with `onnxruntime-node`, or in WebAssembly if that is not installed.
 *
 * @param model the path of the `.onnx` file, or its files
 * @throws FileError if a file cannot be read
 * @throws DeviceError if the device is not available; no other device is used in its place
 * @throws CheckpointError if the file is not a graph that the runtime can compute
 */
export async function openSession(
  model: GraphFiles | string,
  options: SessionOptions = {},
): Promise<Session> {
  checkOptions(options);
  const { native, missing } = loadNative();
  return await nativeCall(() =>
    native ? openNodeSession(native, model, options) : openFallbackSession(model, options, missing),
  );
}
