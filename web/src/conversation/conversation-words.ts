import type { Label } from '@engine/labels.js';
import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '../i18n/format.ts';
import { HTML_LANG } from '../i18n/language.ts';
import { useWords } from '../i18n/use-words.ts';
import { conversationEn } from './words/en.ts';
import { conversationZh } from './words/zh.ts';

i18next.addResourceBundle('en', 'conversation', conversationEn);
i18next.addResourceBundle('zh', 'conversation', conversationZh);

/** The texts of this tab, which are fetched with it, and the number formats of the page. */
export function useConversationWords() {
  const page = useWords();
  const { t } = useTranslation('conversation');
  return useMemo(() => {
    const labelName = (labels: readonly Label[], id: string) =>
      page.name(labels.find((label) => label.id === id)) || id;
    // A digit after the point would promise a precision that estimates of speech do not have.
    const percent = (share: number) => formatPercent(share, HTML_LANG[page.language], 0);
    return { ...page, page: page.t, t, labelName, percent };
  }, [page, t]);
}
