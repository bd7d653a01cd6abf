import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';

/** A message of the server. */
export type Message = Record<string, unknown> & { readonly type: string };

/** A client of `GET /api/v1/live` for tests. */
export class LiveClient {
  readonly socket: WebSocket;
  readonly messages: Message[] = [];
  /** Resolves when the connection is closed. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;

  /** @param options e.g. the headers of the request, or `ca`, the certificates that are trusted */
  constructor(address: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(`${address.replace(/^http/, 'ws')}/api/v1/live`, options);
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as Message);
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
      });
    });
  }

  /** Connects and sends the settings. */
  static async open(
    address: string,
    session: object = {},
    options?: ClientOptions,
  ): Promise<LiveClient> {
    const client = new LiveClient(address, options);
    await once(client.socket, 'open');
    client.send({ type: 'session.update', session });
    return client;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Sends samples in frames of 0.1 s, as fast as possible. */
  sendSound(samples: Float32Array): void {
    for (let at = 0; at < samples.length; at += 1600)
      this.socket.send(toPcm(samples.subarray(at, at + 1600)));
  }

  /** Waits for a message. */
  async next(type: string): Promise<Message> {
    for (;;) {
      const found = this.messages.find((message) => message.type === type);
      if (found) return found;
      await once(this.socket, 'message', { signal: AbortSignal.timeout(60_000) });
    }
  }

  ofType(type: string): Message[] {
    return this.messages.filter((message) => message.type === type);
  }
}

/** Signed 16-bit little-endian. */
export function toPcm(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(2 * samples.length);
  for (const [at, sample] of samples.entries())
    bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))), 2 * at);
  return bytes;
}
