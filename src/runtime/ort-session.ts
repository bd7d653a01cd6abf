import type { InferenceSession, Tensor as OrtTensor, TensorConstructor } from 'onnxruntime-common';
import { DeviceError } from '../errors.js';
import { nativeCall } from '../native-calls.js';
import { checkFeeds, checkOutputs } from './check-feeds.js';
import { failedRun } from './runtime-errors.js';
import type { Feeds, Session, Tensor, Tensors } from './session.js';

/** What is used of a session of ONNX Runtime. */
export type RuntimeSession = Pick<InferenceSession, 'inputNames' | 'outputNames' | 'release'> & {
  run(
    feeds: InferenceSession.FeedsType,
    outputs: readonly string[],
  ): Promise<InferenceSession.ReturnType>;
};

/** A session of ONNX Runtime, native or WebAssembly: both packages have the same classes. */
export class OrtSession implements Session {
  readonly device;
  readonly inputs;
  readonly outputs;
  readonly #Tensor: TensorConstructor;
  #session: RuntimeSession | undefined;

  /** @param Tensor the tensor class of the package that made the session */
  constructor(session: RuntimeSession, device: Session['device'], Tensor: TensorConstructor) {
    this.#session = session;
    this.#Tensor = Tensor;
    this.device = device;
    this.inputs = session.inputNames;
    this.outputs = session.outputNames;
  }

  async run(feeds: Feeds, names = this.outputs): Promise<Tensors> {
    if (!this.#session) {
      throw new DeviceError(
        'device-failed',
        'The session was disposed and cannot run any more. Open it again.',
      );
    }
    checkFeeds(feeds, this.inputs);
    checkOutputs(names, this.outputs);
    const outputs = await this.#compute(this.#session, feeds, names);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [name, fromOrt(name, tensor)]),
    );
  }

  async dispose(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.release();
  }

  async #compute(
    session: RuntimeSession,
    feeds: Feeds,
    names: readonly string[],
  ): Promise<InferenceSession.ReturnType> {
    try {
      return await nativeCall(() => session.run(this.#toOrt(feeds), names));
    } catch (error) {
      throw failedRun(this.device, error);
    }
  }

  #toOrt(feeds: Feeds): Record<string, OrtTensor> {
    const Tensor = this.#Tensor;
    return Object.fromEntries(
      Object.entries(feeds).map(([name, { data, shape }]) => [
        name,
        data instanceof BigInt64Array
          ? new Tensor('int64', data, shape)
          : new Tensor('float32', data, shape),
      ]),
    );
  }
}

function fromOrt(name: string, tensor: InferenceSession.ReturnType[string]): Tensor {
  if (!('data' in tensor) || !(tensor.data instanceof Float32Array)) {
    throw new TypeError(`The graph's output "${name}" is ${tensor.type}, expected float32.`);
  }
  return { data: tensor.data, shape: tensor.dims };
}
