/**
 * `node scripts/speaker-encoder.js pretrained.pt [models/speaker-encoder.onnx] [fp32|int8-weights]`:
 * converts Resemblyzer's speaker encoder, whose Python package `resemblyzer` contains that file, to the
 * graph under `models/`. The same file gives the same bytes.
 */
import { openAsBlob, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { basename } from 'node:path';

const [source, target = 'models/speaker-encoder.onnx', precision = 'int8-weights'] =
  process.argv.slice(2);
if (source === undefined) throw new TypeError('Name the file pretrained.pt of Resemblyzer.');
if (precision !== 'fp32' && precision !== 'int8-weights')
  throw new TypeError(`Found the precision ${precision}, expected fp32 or int8-weights.`);

register('../test/support/typescript-hooks.js', import.meta.url);
const { openTorch } = await import('../src/checkpoint/index.ts');
const { planSpeakerEncoder } = await import('../src/models/index.ts');
const { encodeWhole } = await import('../src/onnx/index.ts');

const file = basename(source);
const plan = planSpeakerEncoder(await openTorch(await openAsBlob(source), file), file);
const bytes = await encodeWhole(plan.build(precision));
writeFileSync(target, bytes);
console.log(`${target}: ${plan.parameters} parameters, ${bytes.length} bytes.`);
