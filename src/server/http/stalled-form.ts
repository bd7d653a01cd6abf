import type { IncomingMessage } from 'node:http';
import { ServerError } from '../problem/index.js';

/** How long a parser may keep bytes that it has without yielding the next part, in milliseconds. */
const STALL_MS = 3000;

/**
 * Yields the parts of a form, and fails if the parser stops although it has bytes: the parser waits for
 * ever after a part that it skips, e.g. one without a Content-Disposition. A client that sends slowly
 * is waited for; the request has a time limit of its own.
 *
 * @throws ServerError `request-malformed`
 */
export async function* orStalled<T>(raw: IncomingMessage, parts: AsyncIterable<T>) {
  const iterator = parts[Symbol.asyncIterator]();
  for (;;) {
    const next = await withStallCheck(raw, iterator.next());
    if (next.done) return;
    yield next.value;
  }
}

async function withStallCheck<T>(raw: IncomingMessage, next: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let waitedSince = performance.now();
  let bytes = raw.socket.bytesRead;
  const stalled = new Promise<never>((_resolve, reject) => {
    timer = setInterval(() => {
      const hasBytes = raw.complete || raw.readableLength > 0;
      if (!hasBytes || raw.socket.bytesRead !== bytes) waitedSince = performance.now();
      bytes = raw.socket.bytesRead;
      if (performance.now() - waitedSince > STALL_MS) reject(malformed());
    }, STALL_MS / 6);
  });
  // The parser's promise may still be rejected when the connection closes.
  next.catch(() => undefined);
  try {
    return await Promise.race([next, stalled]);
  } finally {
    clearInterval(timer);
  }
}

function malformed(): ServerError {
  return new ServerError(
    'request-malformed',
    'The form cannot be read: a part has no Content-Disposition that names a field. Send recordings as the field "files" of multipart/form-data.',
  );
}
