/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import type { Bilingual } from '../findings.js';
import { Both, Text } from './text.js';

type Language = keyof Bilingual;

/** The languages of the switch, each in its own words. */
const LANGUAGES = { en: 'English', zh: '中文' } as const;

/** What {@link PageShell} shows. */
export type PageShellProps = {
  readonly policy: string;
  readonly style: string;
  /** The language that is shown first. */
  readonly language: Language;
  readonly title: string;
  readonly heading: string;
  /** What kind of page it is, above the heading. */
  readonly kind: (language: Language) => string;
  readonly footer: (language: Language) => string;
  readonly children?: Child;
};

/** A page in both languages, without scripts and requests. */
export function PageShell(props: PageShellProps) {
  const { policy, style, language, title, heading, kind, footer, children } = props;
  return (
    <html lang={language === 'zh' ? 'zh-CN' : 'en'}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <header>
          <div>
            <div class="kind">
              <Both of={kind} />
            </div>
            <h1>{heading}</h1>
          </div>
          <LanguageSwitch language={language} />
        </header>
        <main>{children}</main>
        <footer>
          <Both of={footer} />
        </footer>
      </body>
    </html>
  );
}

function LanguageSwitch({ language }: Pick<PageShellProps, 'language'>) {
  return (
    <fieldset>
      <legend>
        <Text of={(words) => words.language} />
      </legend>
      {(['en', 'zh'] as const).map((each) => (
        <label>
          <input
            type="radio"
            name="language"
            id={`language-${each}`}
            autocomplete="off"
            checked={each === language}
          />
          <bdi lang={each}>{LANGUAGES[each]}</bdi>
        </label>
      ))}
    </fieldset>
  );
}
