/**
 * `node scripts/self-test.js`: writes what the models under `models/` compute for the waveform of the
 * browser's self-test. Run it after replacing a bundle on purpose; a test detects every other change.
 */
import { writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

register('../test/support/typescript-hooks.js', import.meta.url);
const { selfTestEmbeddings } = await import('../test/support/self-test-embeddings.ts');

const target = new URL('../src/browser/engine/expected-embeddings.ts', import.meta.url);
const text = `/**
 * Numbers of the embeddings of the self-test's waveform, by the fingerprints of the embedded models.
 * Made by \`node scripts/self-test.js\` with the native runtime; do not edit.
 */
export const EXPECTED_EMBEDDINGS: Readonly<Record<string, readonly number[]>> =
  ${JSON.stringify(await selfTestEmbeddings())};
`;
const style = { parser: 'typescript', singleQuote: true, printWidth: 100 };
writeFileSync(fileURLToPath(target), await format(text, style));
