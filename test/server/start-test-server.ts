import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { readSettings, type RunningServer, startServer } from '../../src/server/index.js';

/** A server for a test. */
export type TestServer = RunningServer & {
  /** The log so far. */
  readonly logs: () => string;
  /** Sends a request to `/api/v1` and reads the JSON of the response. */
  readonly api: (path: string, init?: RequestInit) => Promise<ApiAnswer>;
  /** Loads a model and waits until it is ready or has failed. */
  readonly load: (id?: string) => Promise<ModelView>;
};

/** A response with its JSON. */
export type ApiAnswer = { status: number; headers: Headers; body: Record<string, unknown> };

/** The properties of a model that tests use. */
export type ModelView = {
  id: string;
  name: string;
  origin: string;
  state: string;
  isInstalled: boolean;
  isDefault: boolean;
  bytes?: number;
  licence?: string;
  progress?: { stage: string; done: number; total: number; unit: string };
  error?: { code: string; detail: string; status: number };
  comparesVoices?: boolean;
  manifest?: { name: string };
};

const FIXTURES = fileURLToPath(new URL('../fixtures/audio/', import.meta.url));
const LOADER = new URL('../support/typescript-loader.js', import.meta.url).href;

/** Starts a server on a free port of the loopback. */
export async function startTestServer(
  flags: Readonly<Record<string, string | boolean>> = {},
): Promise<TestServer> {
  // The child processes of the server run from the sources too.
  process.env['NODE_OPTIONS'] = `--import ${LOADER}`;
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const settings = readSettings({ port: '0', rateLimit: '0', logLevel: 'debug', ...flags });
  const server = await startServer(settings, stream);
  const api = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${server.address}/api/v1${path}`, init);
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, body };
  };
  const load = async (id = 'wav2vec2-mini') => {
    await api(`/models/${encodeURIComponent(id)}/load`, { method: 'POST' });
    return await settled(api, id);
  };
  return { ...server, api, load, logs: () => text };
}

/** Waits until a model is ready, has failed or is available again. */
export async function settled(api: TestServer['api'], id: string): Promise<ModelView> {
  for (;;) {
    const model = (await listModels(api)).find((each) => each.id === id);
    if (!model) throw new Error(`${id} is not on the list`);
    if (['ready', 'failed', 'available'].includes(model.state)) return model;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Lists the models of a server. */
export async function listModels(api: TestServer['api']): Promise<ModelView[]> {
  return (await api('/models')).body['models'] as ModelView[];
}

/** Reads a recording of the fixtures. */
export function recording(name = 'high-2.3s.wav'): Blob {
  return new Blob([new Uint8Array(readFileSync(`${FIXTURES}${name}`))]);
}

/** Reads a file of the fixtures. */
export function fixture(path: string): Blob {
  return recording(path);
}

/** A request with a multipart form that contains recordings as `files`. */
export function form(...files: readonly (readonly [name: string, content: Blob])[]): RequestInit {
  const body = new FormData();
  for (const [name, content] of files) body.append('files', content, name);
  return { method: 'POST', body };
}
