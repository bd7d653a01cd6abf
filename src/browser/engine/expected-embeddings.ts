/** Made by `node scripts/self-test.js`; do not edit. */
export const EXPECTED_EMBEDDINGS: Readonly<Record<string, readonly number[]>> = {};
