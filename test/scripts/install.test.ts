import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const scripts = fileURLToPath(new URL('../../scripts', import.meta.url));
let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'wav2emo-install-'));
  cpSync(join(scripts, 'prepare.js'), join(checkout, 'scripts', 'prepare.js'));
  cpSync(join(scripts, 'compare-packages.js'), join(checkout, 'scripts', 'compare-packages.js'));
  writeFileSync(join(checkout, 'package.json'), '{ "type": "module" }');
  const lock = { packages: { 'node_modules/zod': { version: '4.6.7' } } };
  writeFileSync(join(checkout, 'package-lock.json'), JSON.stringify(lock));
});

afterEach(() => {
  rmSync(checkout, { recursive: true, force: true });
});

/** Calls `install` in the checkout. */
function install() {
  const program = "const { install } = await import('./scripts/prepare.js'); install();";
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: checkout,
    encoding: 'utf8',
  });
}

test('install leaves packages alone that differ from the lock file, and says what to run', () => {
  mkdirSync(join(checkout, 'node_modules', 'my-own-link'), { recursive: true });
  const noted = { packages: { 'node_modules/zod': { version: '4.6.8' } } };
  writeFileSync(join(checkout, 'node_modules', '.package-lock.json'), JSON.stringify(noted));
  const { status, stderr } = install();
  expect(status).toBe(1);
  expect(stderr).toContain('zod is installed in version 4.6.8, not 4.6.7');
  expect(stderr).toContain('npm ci');
  expect(existsSync(join(checkout, 'node_modules', 'my-own-link'))).toBe(true);
});

test('install accepts packages that npm installed by itself', () => {
  mkdirSync(join(checkout, 'node_modules'));
  const noted = { packages: { 'node_modules/zod': { version: '4.6.7' } } };
  writeFileSync(join(checkout, 'node_modules', '.package-lock.json'), JSON.stringify(noted));
  expect(install()).toMatchObject({ status: 0, stderr: '' });
});
