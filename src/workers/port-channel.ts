import type { Channel } from './channel.js';

/** What a browser's `Worker`, `MessagePort` and the global scope of a worker have in common. */
type Port = {
  postMessage(message: unknown): void;
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  start?(): void;
};

/** A channel over a browser's worker, a message port, or the global scope inside a worker. */
export function portChannel<In, Out>(port: Port): Channel<In, Out> {
  return {
    passesFiles: true,
    post: (message) => {
      port.postMessage(message);
    },
    onMessage: (listener) => {
      port.addEventListener('message', ({ data }) => {
        listener(data as In);
      });
      port.start?.();
    },
    onEnd: (listener) => {
      for (const type of ['error', 'messageerror', 'close']) {
        port.addEventListener(type, (event) => {
          listener(event);
        });
      }
    },
  };
}
