import { SegmentedControl } from '@mantine/core';
import { changeLanguage } from '../i18n/i18n.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n/language.ts';
import { useWords } from '../i18n/use-words.ts';

const CHOICES = LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }));

/** Chinese or English. */
export function LanguageSwitch() {
  const { t, language } = useWords();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('language')}
      data={CHOICES}
      value={language}
      onChange={(value) => void changeLanguage(value)}
    />
  );
}
