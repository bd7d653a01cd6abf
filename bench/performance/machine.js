/** The machine and the versions of a measurement. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/prepare.js';
import { THREADS } from './variants.js';

/** Instructions that determine the speed of matrix products, by their names in Linux. */
const INSTRUCTIONS = {
  'AVX-512': /\bavx512f\b/,
  VNNI: /\b(avx512_vnni|avx_vnni)\b/,
  'bfloat16 dot products': /\bavx512_bf16\b/,
  AMX: /\bamx_(int8|bf16|tile)\b/,
};

const LIBRARIES = ['torch', 'speechbrain', 'transformers'];

/** @param places what `preparePeers` has made */
export function describeMachine({ python, packages }) {
  return {
    processor: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryBytes: totalmem(),
    ...instructionsOf(),
    system: `${process.platform} ${process.arch}`,
    threads: THREADS,
    // The load of the last minute before the measurement, caused by other programs.
    load: loadavg()[0],
    versions: {
      node: process.versions.node,
      ...pythonVersions(python),
      'transformers.js': npmVersion(packages, '@huggingface/transformers'),
      'its onnxruntime-node': npmVersion(packages, 'onnxruntime-node'),
      'onnxruntime-node': npmVersion(root, 'onnxruntime-node'),
    },
  };
}

/** Which of the instructions that matter the processor has, and which not. */
export function instructionsOf() {
  const flags = readFlags();
  const names = Object.entries(INSTRUCTIONS);
  return {
    has: names.filter(([, flag]) => flag.test(flags)).map(([name]) => name),
    hasNot: names.filter(([, flag]) => !flag.test(flags)).map(([name]) => name),
  };
}

function readFlags() {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    // Only Linux has this file; elsewhere no instruction is known to exist.
    return '';
  }
}

function pythonVersions(python) {
  const code = `import json, platform; from importlib.metadata import version
print(json.dumps({"python": platform.python_version(), **{name: version(name) for name in ${JSON.stringify(LIBRARIES)}}}))`;
  return JSON.parse(spawnSync(python, ['-c', code], { encoding: 'utf8' }).stdout);
}

function npmVersion(folder, name) {
  const path = join(folder, 'node_modules', name, 'package.json');
  return JSON.parse(readFileSync(path, 'utf8')).version;
}
