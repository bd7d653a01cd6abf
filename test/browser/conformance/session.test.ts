import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from '../../../scripts/browser.js';
import { openSession } from '../../../src/runtime/node.js';
import { fixture, readSamples } from '../../models/golden.js';
import { openConformancePage } from '../support/conformance-page.js';
import type { SessionRequest, SessionResponse } from './session-worker.js';

const MODELS = fileURLToPath(new URL('../../../models/', import.meta.url));
const WORKER = fileURLToPath(new URL('session-worker.ts', import.meta.url));
const TOLERANCE = 1e-4;
const samples = readSamples(fixture('audio/high-2.3s.wav'));

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function openPage() {
  const opened = await openConformancePage(browser, WORKER);
  onTestFinished(opened.close);
  return opened;
}

const embedded = readdirSync(MODELS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const CASES = embedded.flatMap((name) => [1, 2].map((threads) => [name, threads] as const));

test.each(CASES)(
  '%s has the same outputs in a web worker with %i threads as in Node',
  async (name, threads) => {
    const { ask, address, origins, complaints } = await openPage();
    const folder = `${address}/models/${name}`;
    const response = await ask<SessionResponse>({
      model: { graph: `${folder}/model.onnx`, weights: `${folder}/model.onnx.data` },
      ...{ threads, samples: [...samples] },
    } satisfies SessionRequest);
    if ('error' in response) throw new Error(response.error);
    expect(response.inWorker).toBe(true);
    const session = await openSession(join(MODELS, name, 'model.onnx'));
    onTestFinished(() => session.dispose());
    const native = await session.run({
      waveform: { data: samples, shape: [1, samples.length] },
    });
    expect(Object.keys(response.outputs)).toEqual(Object.keys(native));
    for (const [output, { data }] of Object.entries(native)) {
      const found = response.outputs[output] ?? [];
      expect(found).toHaveLength(data.length);
      const differences = found.map((value, at) => Math.abs(value - (data[at] ?? NaN)));
      expect(
        differences.every((difference) => difference < TOLERANCE),
        output,
      ).toBe(true);
    }
    expect(complaints).toEqual([]);
    expect([...origins]).toEqual([address]);
  },
);

test('a graph by its address alone is opened with the weights beside it', async () => {
  const { ask, address } = await openPage();
  const open = (model: SessionRequest['model']) =>
    ask<SessionResponse>({ model, samples: [...samples] } satisfies SessionRequest);
  const graph = `${address}/models/ecapa-mini/model.onnx`;
  const alone = await open(graph);
  expect(alone).toHaveProperty('outputs');
  expect(alone).toEqual(await open({ graph, weights: `${graph}.data` }));
  expect(await open(`${address}/models/none/model.onnx`)).toEqual({
    error: expect.stringMatching(/FileError: Could not read .*there is no such file/) as string,
  });
});
