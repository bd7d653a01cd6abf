import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

/** Licences that ask for no more than a notice. */
const PERMISSIVE =
  /^\(?(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|CC0-1\.0|Unlicense|BlueOak-1\.0\.0|Python-2\.0)\b/;

type Lock = { packages: Record<string, { license?: string; dev?: boolean; link?: boolean }> };

test('everything that a user installs is permissively licensed', async () => {
  const lock = JSON.parse(
    await readFile(new URL('../package-lock.json', import.meta.url), 'utf8'),
  ) as Lock;
  const installed = Object.entries(lock.packages).filter(
    ([path, { dev, link }]) => path.includes('node_modules/') && dev !== true && link !== true,
  );
  expect(installed.length).toBeGreaterThan(10);
  const others = installed
    .filter(([, { license }]) => !PERMISSIVE.test(license ?? ''))
    .map(([path, { license }]) => `${path}: ${license ?? 'none named'}`);
  expect(others).toEqual([]);
});
