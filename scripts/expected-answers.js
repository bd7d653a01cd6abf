/**
 * `npm run expected-answers`: writes the results of the models under `models/` for the synthesised
 * sounds of the tests. Run it after replacing a bundle on purpose, and look at the diff: the test
 * that compares these results exists to detect every other change.
 */
import { writeFileSync } from 'node:fs';
import { register } from 'node:module';

register('../test/support/typescript-hooks.js', import.meta.url);
const { classifySounds, embeddedBundles, EXPECTED_RESULTS } =
  await import('../test/support/embedded-results.ts');

const origin =
  'npm run expected-answers: results of the bundles under models/ for test/support/synthesised-sounds.ts. ' +
  'docs/reports/parity.md shows their agreement with SpeechBrain; these only detect a change.';
// Measured: logits differ by 1e-6 with other thread counts or without graph optimisation, and by 1e-5 from
// SpeechBrain's. A hundred times that leaves room for other processors; a real change is far larger.
const tolerance = { logits: 1e-3, probabilities: 5e-4 };
/** @type {Record<string, unknown>} */
const models = {};
for (const name of await embeddedBundles()) models[name] = await classifySounds(name);
writeFileSync(EXPECTED_RESULTS, `${JSON.stringify({ origin, tolerance, models }, null, 1)}\n`);
