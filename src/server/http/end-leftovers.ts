import type { FastifyInstance } from 'fastify';

/**
 * What a client may still send after the response, in bytes: clients that read no response before they
 * have sent everything get it, and use the connection again.
 */
const MOST_BYTES = 8_000_000;
/** And for how long, in milliseconds. */
const MOST_MS = 10_000;

/**
 * Closes the connection of a client that goes on sending a body after its response is complete, because
 * Node would read such a body to its end.
 *
 * @param declaredBytes a body that declares at most this many bytes is read to its end
 */
export function endLeftovers(app: FastifyInstance, declaredBytes: number): void {
  app.addHook('onResponse', ({ raw }, _reply, done) => {
    done();
    if (raw.complete || raw.destroyed) return;
    const declared = Number(raw.headers['content-length'] ?? Infinity);
    let left = declared <= declaredBytes ? declared : MOST_BYTES;
    const end = () => {
      if (!raw.complete) raw.socket.destroy();
    };
    // A declared body ends by itself, within the time that a request may take.
    const clock = declared <= declaredBytes ? undefined : setTimeout(end, MOST_MS).unref();
    raw.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) end();
    });
    raw.once('close', () => {
      clearTimeout(clock);
    });
  });
}
