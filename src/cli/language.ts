import type { Io } from './io.js';

/** Languages of tables and reports. */
export type Language = 'en' | 'zh';

/** The language of the user's locale. */
export function languageOf({ env }: Io): Language {
  const locale = env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  return locale.startsWith('zh') ? 'zh' : 'en';
}
