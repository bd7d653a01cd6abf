import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { AdaptationTexts } from '../adaptation/words/zh.ts';
import type { ConversationTexts } from '../conversation/words/zh.ts';
import type { EvaluationTexts } from '../evaluation/words/zh.ts';
import { en } from './en.ts';
import { firstLanguage, HTML_LANG, type Language, rememberLanguage } from './language.ts';
import { type Texts, zh } from './zh.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: {
      translation: Texts;
      adaptation: AdaptationTexts;
      conversation: ConversationTexts;
      evaluation: EvaluationTexts;
    };
  }
}

/** Initialises the texts in the language of the last choice or of the browser. */
export async function startTexts(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = HTML_LANG[language as Language];
    document.title = `${i18next.t('title')} · wav2emo`;
  });
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: false,
    resources: { zh: { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
  });
}

/** Changes the language of the page and stores the choice. */
export async function changeLanguage(language: Language): Promise<void> {
  rememberLanguage(language);
  await i18next.changeLanguage(language);
}
