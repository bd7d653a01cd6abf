import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { EVALUATION_WORDS } from './engine.ts';
import { evaluationEn } from './words/en.ts';
import { evaluationZh } from './words/zh.ts';

i18next.addResourceBundle('en', 'evaluation', evaluationEn);
i18next.addResourceBundle('zh', 'evaluation', evaluationZh);

/** The texts of this tab, which are fetched with it, and the terms of the command line's report. */
export function useEvaluationWords() {
  const page = useWords();
  const { t } = useTranslation('evaluation');
  return useMemo(
    () => ({ ...page, page: page.t, t, terms: EVALUATION_WORDS[page.language] }),
    [page, t],
  );
}
