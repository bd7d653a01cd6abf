import type * as Native from 'onnxruntime-node';
import { availableDevices, unavailable } from './node-devices.js';
import { OrtSession } from './ort-session.js';
import { readDetachedWeights } from './read-graph.js';
import { unusableGraph } from './runtime-errors.js';
import { type GraphFiles, type Session, type SessionOptions, WEIGHTS_FILE } from './session.js';

/** The runtime's most silent level; errors are thrown, so nothing is lost. */
const FATAL = 4;

/**
 * Opens a session of `onnxruntime-node`. If the graph is given by its path, the runtime maps the
 * weights beside it, so that they are not read into JavaScript's memory.
 *
 * @throws FileError if a file cannot be read
 * @throws DeviceError if the device is not available; no other device is used in its place
 * @throws CheckpointError if the file is not a graph that the runtime can compute
 */
export async function openNodeSession(
  native: typeof Native,
  model: GraphFiles | string,
  options: SessionOptions,
): Promise<Session> {
  const { device = 'cpu', threads, graphOptimizationLevel = 'all' } = options;
  const files = await readDetachedWeights(model);
  if (!availableDevices().includes(device)) throw unavailable(device);
  native.env.logLevel = 'fatal';
  try {
    const session = await create(native, files, {
      executionProviders: [device],
      graphOptimizationLevel,
      logSeverityLevel: FATAL,
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    });
    return new OrtSession(session, device, native.Tensor);
  } catch (error) {
    // The processor is always there, so the file is to blame; elsewhere it may be the driver.
    throw device === 'cpu' ? unusableGraph(nameOf(files.graph), error) : unavailable(device, error);
  }
}

function create(
  { InferenceSession }: typeof Native,
  { graph, weights }: { readonly graph: Uint8Array | string; readonly weights?: Uint8Array },
  options: Native.InferenceSession.SessionOptions,
): Promise<Native.InferenceSession> {
  const withWeights = weights
    ? { ...options, externalData: [{ path: WEIGHTS_FILE, data: weights }] }
    : options;
  // The two overloads take one type each.
  return typeof graph === 'string'
    ? InferenceSession.create(graph, withWeights)
    : InferenceSession.create(graph, withWeights);
}

function nameOf(graph: Uint8Array | string): string {
  return typeof graph === 'string' ? graph : 'The given file';
}
