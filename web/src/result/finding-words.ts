import { FINDINGS } from '@engine/findings.js';
import type { Finding } from '../api/types.ts';
import type { Language } from '../i18n/language.ts';

/** A short name of a finding, for tables. */
export function findingName({ code }: Finding, language: Language): string {
  return wordsOf(code)?.name[language] ?? code;
}

/** What was found and what to do. */
export function findingText({ code, value }: Finding, language: Language): string {
  return wordsOf(code)?.text[language] ?? `${code}: ${value}`;
}

function wordsOf(code: Finding['code']) {
  // A newer server may report findings that this page does not know.
  return Object.hasOwn(FINDINGS, code) ? FINDINGS[code] : undefined;
}
