import type { Language } from '../i18n/language.ts';

/** The words in the file names of the package's own examples. */
const CHINESE: ReadonlyMap<string, string> = new Map([
  ['angry', '愤怒'],
  ['happy', '高兴'],
  ['neutral', '中性'],
  ['sad', '悲伤'],
  ['man', '男声'],
  ['woman', '女声'],
]);

/** The title of an example: its file name without extension, in the language if the words are known. */
export function exampleTitle(name: string, language: Language): string {
  const words = name.replace(/\.[a-z0-9]+$/i, '').split(/[-_]+/);
  const chinese = words.map((word) => CHINESE.get(word) ?? word);
  return (language === 'zh' ? chinese : words).join(' ');
}
