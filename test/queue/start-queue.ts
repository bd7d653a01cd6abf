import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { readWorkerSettings, type RunningWorker, startWorker } from '../../src/server/index.js';
import { startTestServer, type TestServer } from '../server/start-test-server.js';
import { type RedisOptions, startRedis, type TestRedis } from '../support/redis.js';

const LOADER = new URL('../support/typescript-loader.js', import.meta.url).href;

type Flags = Readonly<Record<string, string | boolean>>;

/** A worker of a test and its log so far. */
export type TestWorker = RunningWorker & { readonly logs: () => string };

/** A Redis and a store, for servers and workers of a test. */
export class TestQueue {
  readonly redis: TestRedis;
  readonly #folder: string;
  readonly #flags: Flags;
  readonly #closing: (() => Promise<unknown>)[] = [];

  private constructor(redis: TestRedis, folder: string, flags: Flags) {
    this.redis = redis;
    this.#folder = folder;
    this.#flags = flags;
  }

  static async start(options: RedisOptions = {}, flags: Flags = {}): Promise<TestQueue> {
    const folder = await mkdtemp(join(tmpdir(), 'wav2emo-store-'));
    return new TestQueue(await startRedis(options), folder, flags);
  }

  /** The flags that servers and workers of this queue need. */
  get flags(): Flags {
    const store = pathToFileURL(this.#folder).href;
    return { queue: this.redis.address, store, ...this.#flags };
  }

  async serve(flags: Flags = {}): Promise<TestServer> {
    const server = await startTestServer({ ...this.flags, ...flags });
    this.#closing.push(() => server.close());
    return server;
  }

  async work(flags: Flags = {}): Promise<TestWorker> {
    // The child processes of the worker run from the sources too.
    process.env['NODE_OPTIONS'] = `--import ${LOADER}`;
    let text = '';
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString();
        done();
      },
    });
    const worker = await startWorker(readWorkerSettings({ ...this.flags, ...flags }), stream);
    this.#closing.push(() => worker.close());
    return { ...worker, logs: () => text };
  }

  /** What is in the store. */
  async stored(): Promise<string[]> {
    return await readdir(this.#folder);
  }

  async stop(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) await close();
    await this.redis.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
