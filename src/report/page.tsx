/** @jsxImportSource hono/jsx */
import { baseName } from '../conversation/index.js';
import { FINDINGS } from '../findings.js';
import { Lanes } from './lanes.js';
import { ModelCard } from './model-card.js';
import { Moments } from './moments.js';
import { PartsChart } from './parts-chart.js';
import type { ReportContent } from './report-content.js';
import { SegmentsTable } from './segments-table.js';
import { PageShell } from './page-shell.js';
import { STYLE } from './style.js';
import { Summary } from './summary.js';
import { Text } from './text.js';
import { REPORT_WORDS } from './words.js';

/** A report as a page. It has no script, and its policy allows none and no request. */
export function ReportPage({
  content,
  policy,
}: {
  readonly content: ReportContent;
  readonly policy: string;
}) {
  const { conversation, file, language, version } = content;
  const name = baseName(file);
  return (
    <PageShell
      policy={policy}
      style={STYLE}
      language={language}
      title={`${name} · ${REPORT_WORDS[language].title}`}
      heading={name}
      kind={(shown) => REPORT_WORDS[shown].title}
      footer={(shown) => REPORT_WORDS[shown].made(version)}
    >
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
      <ModelCard {...content} labels={conversation.labels} />
    </PageShell>
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
