/**
 * `npm run bench:browsers`: whether Chromium and Firefox compute what Node computes. Writes its part of
 * docs/reports/browser.md.
 *
 *   npm run bench:browsers -- [--only firefox] [--print]
 *
 * --only   chromium or firefox
 * --print  prints the report and writes no file
 *
 * `WAV2EMO_FIREFOX` names a Firefox; without one its column says so. Ends with 1 if a result differs too much.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, install, root } from '../scripts/prepare.js';
import { makeChecks } from './browser/checks.js';
import { compareBrowsers } from './browser/compare-browsers.js';
import { conformanceSection, problemsOf } from './browser/conformance-section.js';
import { serveFolder } from '../scripts/serve-folder.js';
import { writeSection } from './browser/write-section.js';

const { values } = parseArgs({
  options: { only: { type: 'string' }, print: { type: 'boolean', default: false } },
});

install();
build();
const made = mkdtempSync(join(tmpdir(), 'wav2emo-browsers-'));
const server = await serveFolder({ wav2emo: root, made });
const { checks, close } = await makeChecks(made);
try {
  const compared = await compareBrowsers(checks, server.address, values.only);
  const section = conformanceSection(compared);
  if (values.print) process.stdout.write(section);
  else writeSection('Firefox and Chromium beside Node', section);
  if (problemsOf(compared).length > 0) process.exitCode = 1;
} finally {
  await close();
  await server.close();
  rmSync(made, { recursive: true });
}
