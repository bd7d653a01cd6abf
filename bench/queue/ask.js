import { setTimeout as sleep } from 'node:timers/promises';

/** Loads the embedded model and waits until it is ready. */
export async function loadModel(address) {
  await fetch(`${address}/api/v1/models/wav2emo-base/load`, { method: 'POST' });
  for (;;) {
    const response = await fetch(`${address}/api/v1/ready`);
    const { modelsReady = 0 } = /** @type {{ modelsReady?: number }} */ (await response.json());
    if (modelsReady > 0) return;
    await sleep(100);
  }
}

/**
 * Sends recordings, some at a time.
 *
 * @returns recordings per second and the milliseconds of each request
 */
export async function measure(address, clip, { count, atOnce }) {
  const milliseconds = [];
  let next = 0;
  const work = async () => {
    while (next++ < count) {
      const start = performance.now();
      await classify(address, clip);
      milliseconds.push(performance.now() - start);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  return { perSecond: (1000 * count) / (performance.now() - start), milliseconds };
}

async function classify(address, body) {
  const headers = { 'content-type': 'audio/wav' };
  const response = await fetch(`${address}/api/v1/classify`, { method: 'POST', body, headers });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`Found the status ${response.status}: ${text}`);
}
