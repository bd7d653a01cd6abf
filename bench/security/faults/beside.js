import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { classify, clips } from '../../clients.js';
import { rightAnswers } from '../honest-clients.js';
import { startServer } from '../server.js';

/** The model of the servers: the largest that is embedded as small. */
export const MODEL = 'wav2vec2-mini';

/**
 * A server with three clients that send recordings all the time.
 *
 * @param {string} folder
 * @param {string[]} [flags]
 * @param {object} [options] as of `startServer`
 */
export async function served(folder, flags = [], options = {}) {
  const all = ['--model', MODEL, '--rate-limit', '0', '--log-level', 'warn', ...flags];
  const server = await startServer(all, { folder, ...options });
  const answers = await rightAnswers(server.address);
  const outcomes = [];
  let isOver = false;
  const client = async (/** @type {number} */ number) => {
    for (let at = number; !isOver; at++) {
      const clip = clips[at % clips.length];
      const from = `127.0.0.${number + 2}`;
      const { outcome, body } = await classify(server.address, { clip, from });
      outcomes.push(outcome === 200 && body !== answers.get(clip.name) ? 'wrong' : outcome);
      await sleep(50);
    }
  };
  const clients = [0, 1, 2].map(client);
  const end = async () => {
    isOver = true;
    await Promise.all(clients);
  };
  return { server, answers, outcomes, end };
}

/** How many of the outcomes of honest clients there are of each kind, e.g. `41 right, 1 × 500`. */
export function inWords(outcomes) {
  const counts = new Map();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const right = counts.get(200) ?? 0;
  counts.delete(200);
  return [`${right} right`, ...[...counts].map(([what, count]) => `${count} × ${what}`)].join(', ');
}

/** Waits until the server answers a recording correctly again. */
export async function recovers({ server, answers }, seconds = 30) {
  const start = performance.now();
  const [clip] = clips;
  while (performance.now() - start < seconds * 1000) {
    const { outcome, body } = await classify(server.address, { clip });
    if (outcome === 200 && body === answers.get(clip.name)) return true;
    await sleep(100);
  }
  return false;
}

/** The upload folders of servers that lie in a folder, with the recordings in them. */
export function uploadFolders(folder) {
  const folders = readdirSync(folder).filter((name) => name.startsWith('wav2emo-server-'));
  return folders.map((name) => ({
    folder: join(folder, name),
    files: readdirSync(join(folder, name)).filter((file) => !['owner', 'scratch'].includes(file)),
  }));
}
