/** The machine and the versions of a measurement. */
import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { instructionsOf } from '../performance/machine.js';

const LIBRARIES = ['torch', 'speechbrain', 'transformers', 'funasr'];

/** @param {string} python the program that runs the reference libraries */
export function describeMachine(python) {
  const code = `import json; from importlib.metadata import version
print(json.dumps({name: version(name) for name in ${JSON.stringify(LIBRARIES)}}))`;
  return {
    processor: cpus()[0].model.trim(),
    cores: cpus().length,
    ...instructionsOf(),
    load: loadavg()[0],
    versions: {
      node: process.versions.node,
      ...JSON.parse(spawnSync(python, ['-c', code], { encoding: 'utf8' }).stdout),
    },
  };
}
