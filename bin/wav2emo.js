#!/usr/bin/env node
import { existsSync } from 'node:fs';

// In a checkout this script installs and compiles what is missing; the published package does not contain it.
const preparation = new URL('../scripts/prepare.js', import.meta.url);
if (existsSync(preparation)) {
  const { install, build, buildPage } = await import(preparation.href);
  install();
  build();
  if (process.argv.includes('serve')) buildPage();
}
const { main } = await import('../dist/cli/main.js');
await main();
