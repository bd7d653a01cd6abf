/** @jsxImportSource hono/jsx */
import { baseName } from '../conversation/index.js';
import { FINDINGS } from '../findings.js';
import { Lanes } from './lanes.js';
import { ModelCard } from './model-card.js';
import { Moments } from './moments.js';
import { PartsChart } from './parts-chart.js';
import type { ReportContent } from './report-content.js';
import { SegmentsTable } from './segments-table.js';
import { STYLE } from './style.js';
import { Summary } from './summary.js';
import { Text } from './text.js';
import { REPORT_WORDS } from './words.js';

/** The languages of the switch, each in its own words. */
const LANGUAGES = { en: 'English', zh: '中文' } as const;

/** A report as a page. It has no script, and its policy allows none and no request. */
export function ReportPage(props: { readonly content: ReportContent; readonly policy: string }) {
  const { content, policy } = props;
  const { conversation, file, language, version } = content;
  const name = baseName(file);
  return (
    <html lang={language === 'zh' ? 'zh-CN' : 'en'}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${name} · ${REPORT_WORDS[language].title}`}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <header>
          <div>
            <div class="kind">
              <Text of={(words) => words.title} />
            </div>
            <h1>{name}</h1>
          </div>
          <LanguageSwitch language={language} />
        </header>
        <main>
          <Findings {...content} />
          <Summary {...content} />
          {conversation.speakers.length > 0 && (
            <>
              <Lanes {...content} />
              <Moments {...content} />
              <PartsChart {...content} />
              <SegmentsTable {...content} />
            </>
          )}
          <ModelCard {...content} />
        </main>
        <footer>
          <Text of={(words) => words.made(version)} />
        </footer>
      </body>
    </html>
  );
}

function LanguageSwitch({ language }: Pick<ReportContent, 'language'>) {
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

function Findings({ conversation: { findings } }: ReportContent) {
  if (findings.length === 0) return null;
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">
        <Text of={(words) => words.findings} />
      </h2>
      <ul class="findings">
        {findings.map(({ code }) => (
          <li>
            <Text of={(_, language) => FINDINGS[code].text[language]} />
          </li>
        ))}
      </ul>
    </section>
  );
}
