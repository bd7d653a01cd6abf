/** @jsxImportSource hono/jsx */
import type { Bilingual } from '../findings.js';
import { REPORT_WORDS, type ReportWords } from './words.js';

/** A text of a language; the other one is hidden by the style of the page. */
export type TextIn = (words: ReportWords, language: keyof Bilingual) => string;

/** A text in both languages. Without scripts, the switch of the page shows one of them. */
export function Text({ of }: { readonly of: TextIn }) {
  return (
    <>
      <span lang="en">{of(REPORT_WORDS.en, 'en')}</span>
      <span lang="zh">{of(REPORT_WORDS.zh, 'zh')}</span>
    </>
  );
}
