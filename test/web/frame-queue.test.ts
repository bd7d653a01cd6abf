import { expect, test } from 'vitest';
import { FrameQueue } from '../../web/src/backend/device/frame-queue.ts';

const frame = (...samples: number[]) => Int16Array.from(samples);

test('frames that wait are pulled as one piece, full scale ±1', async () => {
  const queue = new FrameQueue(16_000);
  queue.push(frame(0, 16_384));
  queue.push(frame(-32_768));
  expect(await queue.next()).toEqual({ done: false, value: [Float32Array.of(0, 0.5, -1)] });
});

test('a pull waits for the next frame, and the end comes after what waits', async () => {
  const queue = new FrameQueue(16_000);
  const waiting = queue.next();
  queue.push(frame(8192));
  expect(await waiting).toEqual({ done: false, value: [Float32Array.of(0.25)] });
  queue.push(frame(1));
  queue.end();
  queue.push(frame(2));
  expect(await queue.next()).toEqual({ done: false, value: [Float32Array.of(1 / 0x8000)] });
  expect(await queue.next()).toEqual({ done: true, value: undefined });
});

test('sound of more than 30 s that waits is left out', async () => {
  const queue = new FrameQueue(100);
  for (let second = 0; second < 40; second++) queue.push(new Int16Array(100));
  expect(await queue.next()).toEqual({ done: false, value: [new Float32Array(3000)] });
});
