/**
 * `node bench/security/hostile.js`: six honest clients beside a hostile one. Phases with and without the
 * hostile client alternate, so that what else the machine does affects both. The hostile client has the
 * lowest priority, because it would be on another machine. Prints JSON.
 *
 *   node bench/security/hostile.js [--seconds 30] [--rounds 2]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { honestClients, quantile, rightAnswers } from './honest-clients.js';
import { figuresOf, startServer } from './server.js';

const TOKEN = 'the-token-of-the-operator';
const USER_TOKEN = 'the-token-of-those-who-classify';
const attack = fileURLToPath(new URL('hostile-client.js', import.meta.url));

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '2' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'wav2emo-hostile-'));
const flags = ['--model', 'wav2vec2-mini', '--token', TOKEN, '--user-token', USER_TOKEN];
const server = await startServer([...flags, '--log-level', 'error'], { folder });
const phases = { calm: newPhase(), hostile: newPhase() };
try {
  const answers = await rightAnswers(server.address, TOKEN);
  await run(newPhase(), answers, 5);
  for (let round = 0; round < Number(values.rounds); round++) {
    await run(phases.calm, answers, Number(values.seconds));
    phases.hostile.attacks.push(await underAttack(answers));
    await sleep(3000);
  }
  const calm = summary(phases.calm);
  const hostile = summary(phases.hostile);
  const ratios = { p99: hostile.p99 / calm.p99, memory: hostile.megabytes / calm.megabytes };
  process.stdout.write(`${JSON.stringify({ calm, hostile, ratios }, null, 1)}\n`);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function newPhase() {
  return { outcomes: [], peakBytes: 0, handles: 0, attacks: [] };
}

async function underAttack(answers) {
  const args = [attack, server.address.href, USER_TOKEN];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  setPriority(child.pid ?? 0, constants.priority.PRIORITY_LOW);
  let last = '';
  child.stdout.on('data', (chunk) => (last = String(chunk).trim().split('\n').pop() ?? ''));
  await sleep(3000);
  await run(phases.hostile, answers, Number(values.seconds));
  child.kill('SIGKILL');
  await once(child, 'exit');
  return JSON.parse(last);
}

async function run(phase, answers, seconds) {
  const clock = setInterval(() => {
    const { bytes, handles } = figuresOf(server);
    phase.peakBytes = Math.max(phase.peakBytes, bytes);
    phase.handles = Math.max(phase.handles, handles);
  }, 250);
  const options = { count: 6, seconds, pauseMs: 500, token: USER_TOKEN, answers };
  phase.outcomes.push(...(await honestClients(server.address, options)));
  clearInterval(clock);
}

function summary({ outcomes, peakBytes, handles, attacks }) {
  const times = outcomes.map(({ milliseconds }) => milliseconds);
  const wrong = outcomes.filter(({ isRight }) => !isRight).map(({ outcome }) => outcome);
  return {
    answers: outcomes.length,
    right: outcomes.length - wrong.length,
    ...(wrong.length > 0 && { wrong: [...new Set(wrong)] }),
    p50: Math.round(quantile(times, 0.5)),
    p99: Math.round(quantile(times, 0.99)),
    megabytes: Math.round(peakBytes / 1e6),
    handles,
    ...(attacks.length > 0 && { attacks }),
  };
}
