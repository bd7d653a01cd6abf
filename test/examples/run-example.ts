import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** The checkout's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Runs a program of `examples/` from the checkout's folder, as its first comment says.
 *
 * @returns the lines that it prints
 */
export function runExample(
  name: string,
  args: readonly string[] = [],
  input?: Uint8Array,
  flags: readonly string[] = [],
) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, `examples/${name}.mjs`, ...args],
    { cwd: root, encoding: 'utf8', ...(input && { input }) },
  );
  expect(status, stderr).toBe(0);
  return stdout.trimEnd().split('\n');
}
