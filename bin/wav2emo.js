#!/usr/bin/env node
import { existsSync } from 'node:fs';

// In a checkout, install and compile what is missing. The published package has no such script.
const preparation = new URL('../scripts/prepare.js', import.meta.url);
if (existsSync(preparation)) {
  const { install, build, buildPage } = await import(preparation.href);
  install();
  build();
  if (process.argv.includes('serve')) buildPage();
}
const { main } = await import('../dist/cli/main.js');
await main();
