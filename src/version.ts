import { readFileSync } from 'node:fs';
import { packageUrl } from './package-files.js';

const packageJson = JSON.parse(readFileSync(packageUrl('package.json'), 'utf8')) as {
  version: string;
};

/** This package's version. */
export const VERSION = packageJson.version;
