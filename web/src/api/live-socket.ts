import type { LiveConnection } from '../backend/backend.ts';
import { type LiveMessage, type LiveSession, readLiveMessage } from './live-messages.ts';

/** Sound that may wait for the network; above it, frames are left out of the live view. In bytes. */
const MOST_WAITING = 2_000_000;

/** How long the end of a session is waited for, in milliseconds. */
const END_MS = 3000;

/** A live session: frames go to the server, and measurements come back. */
export class LiveSocket implements LiveConnection {
  readonly #socket: WebSocket;
  readonly #closed: Promise<void>;

  /**
   * @param onMessage gets every message of the server
   * @param onLost is called if the connection ends before {@link end}
   */
  constructor(session: LiveSession, onMessage: (message: LiveMessage) => void, onLost: () => void) {
    const url = new URL('/api/v1/live', location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    socket.addEventListener('open', () => {
      socket.send(JSON.stringify({ type: 'session.update', session }));
    });
    socket.addEventListener('message', ({ data }) => {
      const message = readLiveMessage(data);
      if (message) onMessage(message);
    });
    this.#closed = new Promise((resolve) => {
      socket.addEventListener('close', () => {
        onLost();
        resolve();
      });
    });
    this.#socket = socket;
  }

  /** Sends a frame; one that would wait too long is left out. */
  send(frame: Int16Array<ArrayBuffer>): void {
    const { readyState, bufferedAmount } = this.#socket;
    if (readyState === WebSocket.OPEN && bufferedAmount < MOST_WAITING) this.#socket.send(frame);
  }

  /** Ends the session, and waits a little for its last results. */
  async end(): Promise<void> {
    if (this.#socket.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify({ type: 'session.end' }));
    const late = new Promise<void>((resolve) => {
      setTimeout(resolve, END_MS);
    });
    await Promise.race([this.#closed, late]);
    this.#socket.close();
  }
}
