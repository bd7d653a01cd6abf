import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../../bin/wav2emo.js', import.meta.url));

/** A server in a process of its own, as its users run it. */
export type Program = {
  /** e.g. `http://127.0.0.1:40123` */
  readonly address: string;
  /** Kills it, like a crash. */
  readonly kill: () => Promise<void>;
  /** Stops it gracefully. */
  readonly stop: () => Promise<void>;
};

/** Starts `wav2emo serve` on a free port, or on the port that `args` names. */
export async function startProgram(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const port = args.includes('--port') ? [] : ['--port', '0'];
  const child = spawn(process.execPath, [BIN, 'serve', '--rate-limit', '0', ...port, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (text: Buffer) => {
    log += text.toString();
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  const address = await new Promise<string>((resolve, reject) => {
    let words = '';
    child.stdout.on('data', (text: Buffer) => {
      words += text.toString();
      const [found] = /http:\/\/\S+/.exec(words) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => {
      reject(new Error(`wav2emo serve ended with ${code}:\n${log}`));
    });
  });
  return { address, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
