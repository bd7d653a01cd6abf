import { parse } from 'yaml';

/** Name of a model card, as on the hub. */
export const CARD_FILE = 'README.md';

/** Real model cards have some kB; a larger file is not read. */
export const MAX_CARD_BYTES = 1 << 20;

/** Longer than the front matter of any model card. */
const MAX_FRONT_MATTER_CHARACTERS = 100_000;

/**
 * The licence that the front matter of a model card states (`license:`), as on the hub.
 *
 * @returns an SPDX-like identifier, or `undefined` if none is stated
 */
export function licenceOf(card: string): string | undefined {
  const [, frontMatter] =
    /^---\r?\n([\s\S]*?)\r?\n---/.exec(card.slice(0, MAX_FRONT_MATTER_CHARACTERS)) ?? [];
  if (frontMatter === undefined) return undefined;
  try {
    const { license } = (parse(frontMatter, { maxAliasCount: 0 }) ?? {}) as { license?: unknown };
    return typeof license === 'string' ? license : undefined;
  } catch {
    // Front matter that is not YAML states no licence that can be read; the model is usable without.
    return undefined;
  }
}
