/** Opens a graph in a web worker and computes it; see `openConformancePage`. */
import type { Session } from '../../../src/runtime/index.js';
import { openWebSession, setWebRuntimeFiles } from '../../../src/runtime/web.js';

/** A request of `session.test.ts`. */
export type SessionRequest = {
  /** Addresses of the graph's files; of one file if it has no external data. */
  readonly model: string | { readonly graph: string; readonly weights: string };
  readonly threads?: number;
  readonly samples: readonly number[];
};

/** The response: the outputs by their names, or an error in words. */
export type SessionResponse =
  | { readonly outputs: Readonly<Record<string, readonly number[]>>; readonly inWorker: boolean }
  | { readonly error: string };

/** What this file uses of a worker's globals; the project's types are those of Node. */
declare const self: {
  onmessage: (event: { readonly data: { readonly port: Port } }) => void;
  readonly location: { readonly origin: string };
  readonly WorkerGlobalScope?: unknown;
};

type Port = {
  onmessage: (event: { readonly data: SessionRequest }) => void;
  postMessage(response: SessionResponse): void;
};

const runtime = `${self.location.origin}/runtime/ort-wasm-simd-threaded`;
setWebRuntimeFiles({ wasm: `${runtime}.wasm`, mjs: `${runtime}.mjs` });

self.onmessage = ({ data: { port } }) => {
  port.onmessage = ({ data }) => {
    void compute(data)
      .catch((error: unknown) => ({ error: String(error) }))
      .then((response) => {
        port.postMessage(response);
      });
  };
};

async function compute({ model, threads, samples }: SessionRequest): Promise<SessionResponse> {
  const session = await openWebSession(model, threads === undefined ? {} : { threads });
  try {
    return { outputs: await outputsOf(session, samples), inWorker: 'WorkerGlobalScope' in self };
  } finally {
    await session.dispose();
  }
}

async function outputsOf(session: Session, samples: readonly number[]) {
  const waveform = { data: Float32Array.from(samples), shape: [1, samples.length] };
  const outputs = await session.run({ waveform });
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => [name, Array.from(data)]),
  );
}
