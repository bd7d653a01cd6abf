import type { Label } from '@engine/labels.js';
import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
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
    return { ...page, page: page.t, t, labelName };
  }, [page, t]);
}
