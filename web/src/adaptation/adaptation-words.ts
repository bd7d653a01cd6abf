import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '../i18n/format.ts';
import { HTML_LANG } from '../i18n/language.ts';
import { useWords } from '../i18n/use-words.ts';
import { nameLabel } from './engine.ts';
import { adaptationEn } from './words/en.ts';
import { adaptationZh } from './words/zh.ts';

i18next.addResourceBundle('en', 'adaptation', adaptationEn);
i18next.addResourceBundle('zh', 'adaptation', adaptationZh);

/** The texts of this tab, which are fetched with it. */
export function useAdaptationWords() {
  const page = useWords();
  const { t } = useTranslation('adaptation');
  return useMemo(() => {
    const { language } = page;
    return {
      ...{ ...page, page: page.t, t },
      /** The name of a class, which may have any. */
      className: (label: string) => nameLabel(label)[language],
      /** A share in whole percent: with few clips, digits after the point say nothing. */
      share: (value: number) => formatPercent(value, HTML_LANG[language], 0),
    };
  }, [page, t]);
}
