import { env, InferenceSession, Tensor } from '#onnxruntime-web';
import type { DeviceError } from '../errors.js';
import { fetchBytes, fetchIfThere } from '../fetch-bytes.js';
import { checkOptions } from './check-options.js';
import { oneAtATime } from './one-at-a-time.js';
import { OrtSession, type RuntimeSession } from './ort-session.js';
import { unavailableDevice, unusableGraph } from './runtime-errors.js';
import {
  type Device,
  type GraphFiles,
  type Session,
  type SessionOptions,
  WEIGHTS_FILE,
} from './session.js';

/** The runtime's most silent level; errors are thrown, so nothing is lost. */
const FATAL = 4;

/** Addresses of the runtime's own files. */
export type WebRuntimeFiles = {
  /** Address of `ort-wasm-simd-threaded.wasm`. */
  readonly wasm: string;
  /**
   * Address of `ort-wasm-simd-threaded.mjs`, which further threads run. Without it they run the
   * script that this module is bundled into, which works only if that does nothing else.
   */
  readonly mjs: string;
  /** Whether `wasm` is packed by gzip, as a static site stores it. Default: false. */
  readonly isPacked?: boolean;
};

/** The address of a runtime that must be unpacked before it is compiled. */
let packedRuntime: string | undefined;

/** Sets where the runtime loads its own files from. Call it before the first session is opened. */
export function setWebRuntimeFiles({ wasm, mjs, isPacked = false }: WebRuntimeFiles): void {
  env.wasm.wasmPaths = isPacked ? { mjs } : { wasm, mjs };
  packedRuntime = isPacked ? wasm : undefined;
}

/** The runtime itself compiles a file that is not packed while it arrives. */
async function unpackRuntime(): Promise<void> {
  if (packedRuntime !== undefined) env.wasm.wasmBinary ??= await fetchBytes(packedRuntime);
}

/** Time for fetching the runtime, 13 MB, and starting its threads, in milliseconds. */
const START_MS = 60_000;

/** How `onnxruntime-web` names the devices that it has. */
const PROVIDERS: Readonly<Partial<Record<Device, string>>> = { cpu: 'wasm', webgpu: 'webgpu' };

/**
 * Opens a session of `onnxruntime-web` in WebAssembly, in a browser or in Node. Text in place of
 * bytes is an address that is fetched. The runtime has one pool of threads: the number that the
 * first session asks for (default 1) counts for all, and more than one needs a page that is
 * isolated from other origins. A run blocks the thread that it is called on.
 *
 * `webgpu` needs a browser that has it, and a build of the runtime that contains it.
 *
 * @throws FileError if a file cannot be fetched
 * @throws DeviceError if the device is not available; no other device is used in its place
 * @throws CheckpointError if the file is not a graph that the runtime can compute
 */
export async function openWebSession(
  model: GraphFiles | string,
  options: SessionOptions = {},
): Promise<Session> {
  checkOptions(options);
  const { device = 'cpu', threads = 1, graphOptimizationLevel = 'all' } = options;
  const provider = PROVIDERS[device];
  if (provider === undefined) throw noDevice(device);
  const [{ graph, weights }] = await Promise.all([fetchGraph(model), unpackRuntime()]);
  env.logLevel = 'fatal';
  env.wasm.numThreads ??= threads;
  // Without a limit the runtime would wait for ever for threads that a page's policy does not permit.
  if (threads > 1) env.wasm.initTimeout ||= START_MS;
  try {
    const session = await oneAtATime(() =>
      InferenceSession.create(graph, {
        executionProviders: [provider],
        graphOptimizationLevel,
        logSeverityLevel: FATAL,
        ...(weights && { externalData: [{ path: WEIGHTS_FILE, data: weights }] }),
      }),
    );
    return new OrtSession(inTurn(session), device, Tensor);
  } catch (error) {
    // The processor is always there, so the file is to blame; elsewhere it may be the browser.
    if (device !== 'cpu') throw noDevice(device, error);
    throw unusableGraph(typeof model === 'string' ? model : 'The given file', error);
  }
}

/** A session whose calls wait for those of all other sessions. */
function inTurn(session: InferenceSession): RuntimeSession {
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    run: (feeds, outputs) => oneAtATime(() => session.run(feeds, outputs)),
    release: () => oneAtATime(() => session.release()),
  };
}

type GraphBytes = { readonly graph: Uint8Array; readonly weights: Uint8Array | undefined };

async function fetchGraph(model: GraphFiles | string): Promise<GraphBytes> {
  if (typeof model === 'string') {
    const beside = model.replace(/[^/?#]*([?#].*)?$/, WEIGHTS_FILE);
    return { graph: await bytesOf(model), weights: await fetchIfThere(beside) };
  }
  const [graph, weights] = await Promise.all([
    bytesOf(model.graph),
    model.weights === undefined ? undefined : bytesOf(model.weights),
  ]);
  return { graph, weights };
}

async function bytesOf(file: Uint8Array | string): Promise<Uint8Array> {
  return typeof file === 'string' ? await fetchBytes(file) : file;
}

function noDevice(device: Device, cause?: unknown): DeviceError {
  return unavailableDevice({
    ...{ device, cause },
    platform: 'WebAssembly',
    available: ['cpu'],
    needs:
      device === 'webgpu'
        ? 'a browser with WebGPU and a graphics card that it supports'
        : 'the native runtime, onnxruntime-node',
  });
}
