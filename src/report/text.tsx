/** @jsxImportSource hono/jsx */
import type { Bilingual } from '../findings.js';
import { REPORT_WORDS, type ReportWords } from './words.js';

/** A text of a language; the other one is hidden by the style of the page. */
export type TextIn = (words: ReportWords, language: keyof Bilingual) => string;

/** A text in both languages. Without scripts, the switch of the page shows one of them. */
export function Text({ of }: { readonly of: TextIn }) {
  return <Both of={(language) => of(REPORT_WORDS[language], language)} />;
}

/** A text in both languages that is not one of the words of a report. */
export function Both({ of }: { readonly of: (language: keyof Bilingual) => string }) {
  return (
    <>
      <span lang="en">{of('en')}</span>
      <span lang="zh">{of('zh')}</span>
    </>
  );
}
