import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Label } from '../api/types.ts';
import { formatBytes, formatDate, formatDuration, formatNumber, formatPercent } from './format.ts';
import { HTML_LANG, type Language } from './language.ts';

/** The texts and the number formats of the present language. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  return useMemo(() => {
    const locale = HTML_LANG[language];
    return {
      t,
      language,
      /** The name of a class in the present language. */
      name: (label: Label | undefined) => label?.[language] ?? '',
      percent: (share: number) => formatPercent(share, locale),
      number: (value: number, digits: number) => formatNumber(value, digits, locale),
      bytes: formatBytes,
      duration: (seconds: number) =>
        formatDuration(seconds, (short) =>
          t('result.seconds', { value: formatNumber(short, 1, locale) }),
        ),
      date: (time: number) => formatDate(time, locale),
    };
  }, [t, language]);
}
