import { access } from 'node:fs/promises';
import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { CheckpointError, DeviceError, FileError } from '../errors.js';
import { checkFeeds } from './check-feeds.js';
import { availableDevices, firstLine, unavailable } from './node-devices.js';
import {
  DEVICES,
  type Feeds,
  type Session,
  type SessionOptions,
  type Tensor,
  type Tensors,
} from './session.js';

/** The runtime's most silent level; what matters comes back as an error. */
const FATAL = 4;

/**
 * Loads a graph from its file. The runtime opens the weights beside it itself and maps them, so
 * they are not read into JavaScript's memory.
 *
 * @param modelPath the `.onnx` file
 * @throws FileError when the file cannot be read
 * @throws DeviceError when the device is not available; another one is never taken instead
 * @throws CheckpointError when the file is not a graph that the runtime can compute
 */
export async function openSession(
  modelPath: string,
  options: SessionOptions = {},
): Promise<Session> {
  const { device = 'cpu', threads, graphOptimizationLevel = 'all' } = options;
  if (!DEVICES.includes(device)) {
    throw new TypeError(`Found the device "${device}", expected one of ${DEVICES.join(', ')}.`);
  }
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1)) {
    throw new RangeError(`Found ${threads} threads, expected a whole number from 1 on.`);
  }
  await access(modelPath).catch((error: unknown) => {
    throw FileError.from(error, modelPath, 'read');
  });
  if (!availableDevices().includes(device)) throw unavailable(device);
  env.logLevel = 'fatal';
  try {
    const session = await InferenceSession.create(modelPath, {
      executionProviders: [device],
      graphOptimizationLevel,
      logSeverityLevel: FATAL,
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    });
    return new NodeSession(session, device);
  } catch (error) {
    // The processor is always there: what fails on it is the file. Elsewhere it may be the driver.
    throw device === 'cpu' ? unusable(modelPath, error) : unavailable(device, error);
  }
}

class NodeSession implements Session {
  readonly device;
  readonly inputs;
  readonly outputs;
  #session: InferenceSession | undefined;

  constructor(session: InferenceSession, device: Session['device']) {
    this.#session = session;
    this.device = device;
    this.inputs = session.inputNames;
    this.outputs = session.outputNames;
  }

  async run(feeds: Feeds): Promise<Tensors> {
    if (!this.#session) {
      throw new DeviceError(
        'device-failed',
        'The session was disposed and cannot run any more. Open it again.',
      );
    }
    checkFeeds(feeds, this.inputs);
    const found = await this.#compute(this.#session, feeds);
    return Object.fromEntries(
      Object.entries(found).map(([name, tensor]) => [name, fromOrt(name, tensor)]),
    );
  }

  async dispose(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.release();
  }

  async #compute(session: InferenceSession, feeds: Feeds): Promise<InferenceSession.ReturnType> {
    try {
      return await session.run(toOrt(feeds));
    } catch (error) {
      const reason = error instanceof Error ? firstLine(error.message) : String(error);
      throw new DeviceError(
        'device-failed',
        `The runtime could not compute the graph on ${this.device}: ${reason}`,
        { cause: error },
      );
    }
  }
}

function toOrt(feeds: Feeds): InferenceSession.FeedsType {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { data, shape }]) => [
      name,
      data instanceof BigInt64Array
        ? new OrtTensor('int64', data, shape)
        : new OrtTensor('float32', data, shape),
    ]),
  );
}

function fromOrt(name: string, tensor: InferenceSession.ReturnType[string]): Tensor {
  if (!('data' in tensor) || !(tensor.data instanceof Float32Array)) {
    throw new TypeError(`The graph's output "${name}" is ${tensor.type}, expected float32.`);
  }
  return { data: tensor.data, shape: tensor.dims };
}

function unusable(modelPath: string, error: unknown): CheckpointError {
  const reason = error instanceof Error ? firstLine(error.message) : String(error);
  return new CheckpointError(
    'checkpoint-corrupt',
    `${modelPath} is not a graph that the runtime can compute: ${reason} Make or fetch the model again.`,
    { cause: error },
  );
}
