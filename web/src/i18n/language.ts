/** The languages of the page. */
export const LANGUAGES = ['zh', 'en'] as const;

/** A language of the page. */
export type Language = (typeof LANGUAGES)[number];

/** The name of each language in itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { zh: '中文', en: 'English' };

/** The value of `<html lang>`. */
export const HTML_LANG: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

const STORAGE_KEY = 'wav2emo-language';

/** The language that was chosen earlier, or the browser's first language that the page has, or English. */
export function firstLanguage(): Language {
  const wanted = [readChoice() ?? '', ...navigator.languages];
  return (
    wanted
      .map((tag) => LANGUAGES.find((language) => tag.toLowerCase().startsWith(language)))
      .find((language) => language !== undefined) ?? 'en'
  );
}

/** Stores the choice if the browser permits it. */
export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // If the browser stores nothing, the choice holds until the page is left.
  }
}

function readChoice(): string | undefined {
  try {
    return localStorage.getItem(STORAGE_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
