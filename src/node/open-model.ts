import { type Bundle, toModelInfo } from '../bundles/index.js';
import { LoadedModel } from '../inference/index.js';
import { openGraph, type RunOptions } from './open-graph.js';
import { openVoiceDetector } from './open-voice-detector.js';

/**
 * Loads a bundle into memory with onnxruntime-node.
 *
 * @throws CheckpointError, FileError, DeviceError
 */
export async function openModel(bundle: Bundle, runOpts?: RunOptions): Promise<LoadedModel> {
  return new LoadedModel(toModelInfo(bundle), await openGraph(bundle, runOpts), openVoiceDetector);
}
