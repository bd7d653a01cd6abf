/** Opens a model in a process of Node of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { peakMemory } from './open-in-browser.js';

const PROGRAM = fileURLToPath(new URL('node-program.js', import.meta.url));

/**
 * @param {string} source a bundle's folder
 * @param {string} clip path of the clip that is classified first
 */
export async function openInNode(source, clip) {
  const begun = performance.now();
  const child = fork(PROGRAM, [source], { stdio: ['ignore', 2, 2, 'ipc'] });
  const ended = once(child, 'exit');
  const answer = async () => {
    const [reply] = await Promise.race([once(child, 'message'), ended]);
    if (typeof reply !== 'object') throw new Error(`the process ended with ${reply}`);
    return reply;
  };
  const classify = async (path) => {
    child.send(path);
    return await answer();
  };
  await answer();
  const load = performance.now() - begun;
  await classify(clip);
  const memory = async () => peakMemory([child.pid]);
  return {
    start: { load, first: performance.now() - begun, memory: await memory() },
    ...{ classify, memory },
    close: async () => {
      child.kill();
      await ended;
    },
  };
}
