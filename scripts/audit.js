/**
 * Asks the registry for security advisories about the packages of package-lock.json, which only some registries
 * answer, and says what it found. The exit code is 1 if there is an advisory about a package that a user installs,
 * and 3 if the registry did not answer, so that nobody takes silence for good news.
 *
 *   npm run audit
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * @typedef {object} Report
 * @property {Record<string, { severity: string, range: string, via: readonly unknown[] }>} [vulnerabilities]
 * @property {{ statusCode?: number, message?: string }} [error]
 * @property {string} [message]
 */

/**
 * Turns a report of `npm audit --json` into lines for people and an exit code.
 *
 * @param {string} text
 */
export function summarise(text) {
  /** @type {Report} */
  const report = text.trim() === '' ? { message: 'nothing' } : JSON.parse(text);
  const { vulnerabilities, error, message } = report;
  if (!vulnerabilities) {
    const reason = message ?? error?.message ?? 'no reason';
    return { exitCode: 3, lines: [`The registry did not answer: ${reason}. Ask another one.`] };
  }
  const lines = Object.entries(vulnerabilities).map(
    ([name, { severity, range }]) => `${severity}: ${name} ${range}`,
  );
  return lines.length > 0
    ? { exitCode: 1, lines }
    : { exitCode: 0, lines: ['No advisory about any package that is installed with wav2emo.'] };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    shell: process.platform === 'win32',
  });
  const { exitCode, lines } = summarise(stdout);
  console.log(lines.join('\n'));
  process.exitCode = exitCode;
}
