import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { readSettings, type RunningServer, startServer } from '../../src/server/index.js';

/** A server of a test, with what it logged. */
export type TestServer = RunningServer & {
  /** Lines of the log. */
  readonly logs: () => string;
  /** Asks `/api/v1` and reads JSON. */
  readonly api: (path: string, init?: RequestInit) => Promise<ApiAnswer>;
  /** Loads a model and waits until it is ready or failed. */
  readonly load: (id?: string) => Promise<ModelView>;
};

/** An answer with its JSON. */
export type ApiAnswer = { status: number; headers: Headers; body: Record<string, unknown> };

/** The parts of a model that tests look at. */
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
  manifest?: { name: string };
};

const FIXTURES = fileURLToPath(new URL('../fixtures/audio/', import.meta.url));
const LOADER = new URL('../support/typescript-loader.js', import.meta.url).href;

/** A server on a free port of the loopback. */
export async function startTestServer(
  flags: Readonly<Record<string, string | boolean>> = {},
): Promise<TestServer> {
  // The processes that the server starts run from the sources, as this one does.
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

/** A model once it is ready, failed or available again. */
export async function settled(api: TestServer['api'], id: string): Promise<ModelView> {
  for (;;) {
    const model = (await listModels(api)).find((each) => each.id === id);
    if (!model) throw new Error(`${id} is not on the list`);
    if (['ready', 'failed', 'available'].includes(model.state)) return model;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The models of a server. */
export async function listModels(api: TestServer['api']): Promise<ModelView[]> {
  return (await api('/models')).body['models'] as ModelView[];
}

/** A committed recording. */
export function recording(name = 'high-2.3s.wav'): Blob {
  return new Blob([new Uint8Array(readFileSync(`${FIXTURES}${name}`))]);
}

/** Files of a fixture folder by name. */
export function fixture(path: string): Blob {
  return recording(path);
}

/** A multipart form with recordings as `files`. */
export function form(...files: readonly (readonly [name: string, content: Blob])[]): RequestInit {
  const body = new FormData();
  for (const [name, content] of files) body.append('files', content, name);
  return { method: 'POST', body };
}
