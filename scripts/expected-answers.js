/**
 * `npm run expected-answers`: writes what the models under `models/` answer to the synthesised
 * sounds of the tests. Run it when a bundle was replaced on purpose, and look at the difference:
 * the test of these answers is there to notice every other change.
 */
import { writeFileSync } from 'node:fs';
import { register } from 'node:module';

register('../test/support/typescript-hooks.js', import.meta.url);
const { answerSounds, embeddedBundles, EMBEDDED_ANSWERS } =
  await import('../test/support/embedded-answers.ts');

const origin =
  'npm run expected-answers: the bundles under models/, asked about test/support/synthesised-sounds.ts. ' +
  'Their agreement with SpeechBrain is shown by docs/parity.md; these only notice a change.';
// Measured: 1e-6 in logits with other thread counts and without the optimiser of graphs, 1e-5 to SpeechBrain's own
// answers. A hundred times that leaves room for other processors, and a change worth a look is far larger.
const tolerance = { logits: 1e-3, probabilities: 5e-4 };
const models = {};
for (const name of await embeddedBundles()) models[name] = await answerSounds(name);
writeFileSync(EMBEDDED_ANSWERS, `${JSON.stringify({ origin, tolerance, models }, null, 1)}\n`);
