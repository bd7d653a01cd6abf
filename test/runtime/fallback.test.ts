import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../src/runtime/node.js';

const at = (path: string) => new URL(path, import.meta.url);
const MODEL = fileURLToPath(at('../../models/wav2vec2-mini/model.onnx'));

type Printed = {
  readonly devices: readonly string[];
  readonly cuda: string;
  readonly none: string;
  readonly logits: readonly (readonly number[])[];
  readonly speech: number;
};

test('without the native runtime, models and the voice detector run in WebAssembly, after one warning', async () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...['--import', at('./hide-native-runtime.js').href],
      ...['--import', at('../support/typescript-loader.js').href],
      ...[fileURLToPath(at('./without-native.ts')), MODEL],
    ],
    { encoding: 'utf8' },
  );
  expect(stderr.match(/Wav2EmoWarning/g)).toHaveLength(1);
  expect(stderr).toMatch(/onnxruntime-node, could not be loaded.*ONNXRUNTIME_NODE_INSTALL=skip/);
  const printed = JSON.parse(stdout) as Printed;
  expect(printed).toMatchObject({
    devices: ['cpu'],
    cuda: 'device-unavailable',
    none: 'file-not-found',
    speech: 1,
  });
  const session = await openSession(MODEL);
  onTestFinished(() => session.dispose());
  const data = Float32Array.from({ length: 16_000 }, (_, index) => Math.sin(index / 20) / 3);
  const { logits } = await session.run({ waveform: { data, shape: [1, data.length] } });
  const [first, second] = printed.logits;
  expect(second).toEqual(first);
  expect(first).toHaveLength(4);
  for (const [index, value] of (logits?.data ?? []).entries()) {
    expect(Math.abs((first?.[index] ?? NaN) - value)).toBeLessThan(1e-4);
  }
});
