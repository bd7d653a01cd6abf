import type { WebSocket } from '@fastify/websocket';
import type { RawData } from 'ws';
import { LIVE_LIMITS } from './limits.js';
import { LiveError, type LiveProblem } from './live-error.js';
import type { ServerMessage } from './messages.js';

/** What a {@link LiveSocket} passes on. */
export type LiveSocketHandlers = {
  readonly onText: (text: string) => void;
  readonly onFrame: (frame: Buffer) => void;
  /** An error that the handlers threw, or that the client made. */
  readonly onError: (error: unknown) => void;
  /** The client has read enough, so that more can be sent. */
  readonly onDrain: () => void;
  /** The connection is closed, whoever closed it. */
  readonly onClose: () => void;
};

/** A WebSocket with the limits of live sessions: size of messages, unread bytes, and silence. */
export class LiveSocket {
  readonly #socket: WebSocket;
  /** When the client last gave a sign of life. */
  #lastSign = performance.now();
  #lastPing = performance.now();
  #drained = performance.now();

  constructor(socket: WebSocket, handlers: LiveSocketHandlers) {
    this.#socket = socket;
    socket.on('message', (data, isBinary) => {
      this.#lastSign = performance.now();
      try {
        this.#receive(bytesOf(data), isBinary, handlers);
      } catch (error) {
        handlers.onError(error);
      }
    });
    socket.on('pong', () => (this.#lastSign = performance.now()));
    socket.on('close', handlers.onClose);
    this.#onDrain = handlers.onDrain;
  }

  readonly #onDrain: () => void;

  /** Whether so much is unread that nothing more should be computed. */
  get isBlocked(): boolean {
    return this.#socket.bufferedAmount > LIVE_LIMITS.unsentBytes;
  }

  /** Whether what the client sends waits in the network. */
  get isHeld(): boolean {
    return this.#socket.isPaused;
  }

  send(message: ServerMessage): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(JSON.stringify(message), () => {
      this.#onDrain();
    });
  }

  /** Stops or continues to read: what the client sends then waits in the network. */
  hold(isHeld: boolean): void {
    if (isHeld) this.#socket.pause();
    else this.#socket.resume();
  }

  /** Sends an error and closes the socket with its code as the reason. */
  fail({ code, message, closeCode }: LiveProblem): void {
    this.send({ type: 'error', code, message });
    this.close(closeCode, code);
  }

  close(closeCode: number, reason = ''): void {
    // A socket that is held would never read the client's reply.
    this.#socket.resume();
    this.#socket.close(closeCode, reason);
  }

  /** Sends pings, and disconnects a client that is gone or reads nothing. */
  tick(now: number): void {
    if (!this.isBlocked) this.#drained = now;
    if (this.#socket.isPaused) this.#lastSign = now;
    const silence = now - this.#lastSign;
    const isGone = silence > 3 * LIVE_LIMITS.pingSeconds * 1000;
    const isStuck = now - this.#drained > LIVE_LIMITS.stuckSeconds * 1000;
    if (isGone || isStuck) this.#socket.terminate();
    if (now - this.#lastPing < LIVE_LIMITS.pingSeconds * 1000) return;
    this.#lastPing = now;
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
  }

  #receive(bytes: Buffer, isBinary: boolean, { onText, onFrame }: LiveSocketHandlers): void {
    if (bytes.length > LIVE_LIMITS.messageBytes)
      throw new LiveError(
        'message_too_large',
        `Found a message of ${bytes.length} bytes, expected at most ${LIVE_LIMITS.messageBytes}.`,
      );
    if (isBinary) onFrame(bytes);
    else onText(bytes.toString('utf8'));
  }
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
