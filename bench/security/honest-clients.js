import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { classify, clips } from '../clients.js';

/** The answers to all clips, for the comparison. */
export async function rightAnswers(server, token) {
  const answers = new Map();
  for (const clip of clips) answers.set(clip.name, (await classify(server, { clip, token })).body);
  return answers;
}

/**
 * Clients with addresses of their own, each of which sends one recording after the other, with a pause.
 *
 * @param {URL} server
 * @param {{ count: number, seconds: number, pauseMs: number, token?: string, answers: Map<string, string> }} options
 */
export async function honestClients(server, { count, seconds, pauseMs, token, answers }) {
  const end = performance.now() + seconds * 1000;
  const agent = new Agent({ keepAlive: false });
  /** @type {{ outcome: number | string, isRight: boolean, milliseconds: number }[]} */
  const outcomes = [];
  const client = async (/** @type {number} */ number) => {
    for (let at = number; performance.now() < end; at++) {
      const clip = clips[at % clips.length];
      const from = `127.0.0.${number + 2}`;
      const { outcome, body, milliseconds } = await classify(server, { clip, from, agent, token });
      outcomes.push({ outcome, isRight: body === answers.get(clip.name), milliseconds });
      await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: count }, (_, number) => client(number)));
  agent.destroy();
  return outcomes;
}

/** The value below which a share of the values lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
