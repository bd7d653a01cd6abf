/** Run by `fallback.test.ts` in a process of its own; prints one line of JSON. */
import { argv, stdout } from 'node:process';
import { openVoiceDetector } from '../../src/node/open-voice-detector.js';
import { DeviceError, FileError } from '../../src/errors.js';
import { availableDevices, openSession } from '../../src/runtime/node.js';

const codeOf = (error: unknown) =>
  error instanceof DeviceError || error instanceof FileError ? error.code : String(error);
const path = argv[2] ?? '';
const cuda = await openSession(path, { device: 'cuda' }).catch(codeOf);
const none = await openSession(`${path}.none`).catch(codeOf);
const data = Float32Array.from({ length: 16_000 }, (_, index) => Math.sin(index / 20) / 3);
const logits: number[][] = [];
for (let opened = 0; opened < 2; opened++) {
  const session = await openSession(path);
  const outputs = await session.run({ waveform: { data, shape: [1, data.length] } });
  logits.push([...(outputs['logits']?.data ?? [])]);
  await session.dispose();
}
const detector = await openVoiceDetector();
const { output } = await detector.run({
  input: { data: data.slice(0, 576), shape: [1, 576] },
  state: { data: new Float32Array(256), shape: [2, 1, 128] },
  sr: { data: BigInt64Array.of(16_000n), shape: [] },
});
stdout.write(
  JSON.stringify({ devices: availableDevices(), cuda, none, logits, speech: output?.data.length }),
);
