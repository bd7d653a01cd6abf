/**
 * Asks a running server (`npm start`) over HTTP, without this library.
 *
 *   node examples/http-client.mjs [ADDRESS] [FILE]
 */
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [, , address = 'http://127.0.0.1:8770', file = 'examples/audio/sad-woman.flac'] =
  process.argv;
const model = `${address}/api/v1/models/wav2vec2-mini`;

// The response comes at once, while the server goes on loading.
await fetch(`${model}/load`, { method: 'POST' });
const form = new FormData();
form.append('files', await openAsBlob(file), basename(file));
for (;;) {
  const response = await fetch(`${address}/api/v1/classify`, { method: 'POST', body: form });
  /** @type {{ results?: unknown[], title?: string, detail?: string }} */
  const { results = [], title, detail } = JSON.parse(await response.text());
  if (response.ok) {
    console.log(JSON.stringify(results[0]));
    break;
  }
  // 409: the model is still loading. 503: too much work at the moment.
  if (response.status !== 409 && response.status !== 503) throw new Error(`${title}: ${detail}`);
  await sleep(1000 * Number(response.headers.get('retry-after') ?? 0.2));
}
