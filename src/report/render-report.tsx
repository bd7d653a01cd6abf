/** @jsxImportSource hono/jsx */
import { ReportPage } from './page.js';
import { contentPolicy, renderPage } from './render-page.js';
import type { ReportContent } from './report-content.js';
import { STYLE } from './style.js';

/**
 * Renders a report: one page in both languages that needs no other file, no network and no script.
 * Everything that comes from a recording or a model is escaped.
 *
 * @returns HTML
 */
export async function renderReport(content: ReportContent): Promise<string> {
  return await renderPage(<ReportPage content={content} policy={await contentPolicy(STYLE)} />);
}
