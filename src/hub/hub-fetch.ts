import type { HubContext } from './hub-context.js';
import { unexpectedAnswer } from './hub-errors.js';
import { request, retry } from './request.js';

// Real models stay far below these limits, which bound the memory that a broken or hostile server can use.
const MAX_REQUESTS = 100;
const MAX_RESPONSE_BYTES = 32 * 2 ** 20;

/**
 * A `fetch` for a hub's JSON. It retries, throws this project's errors, limits the size of responses
 * and sends the token: Hugging Face's library accepts only tokens that begin with `hf_`, and would send
 * them to any host that a listing names as its next page.
 */
export function hubFetch(hub: HubContext): typeof fetch {
  let requests = 0;
  return async (input) => {
    if (++requests > MAX_REQUESTS)
      throw unexpectedAnswer(hub, `its listing has more than ${MAX_REQUESTS} pages`);
    const url = input instanceof Request ? input.url : String(input);
    return await retry(
      () =>
        request(hub, url, { accept: 'application/json' }, async ({ headers, chunks }) => {
          const parts: Uint8Array[] = [];
          let bytes = 0;
          for await (const chunk of chunks) {
            bytes += chunk.length;
            if (bytes > MAX_RESPONSE_BYTES)
              throw unexpectedAnswer(hub, `it is longer than ${MAX_RESPONSE_BYTES} bytes`);
            parts.push(chunk);
          }
          return new Response(Buffer.concat(parts), { headers });
        }),
      hub.signal,
    );
  };
}
