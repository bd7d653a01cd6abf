/** @jsxImportSource hono/jsx */
import { toBase64 } from './audio/snippet-wav.js';
import { ReportPage } from './page.js';
import type { ReportContent } from './report-content.js';
import { STYLE } from './style.js';

/**
 * Renders a report: one page in both languages that needs no other file, no network and no script.
 * Everything that comes from a recording or a model is escaped.
 *
 * @returns HTML
 */
export async function renderReport(content: ReportContent): Promise<string> {
  const page = <ReportPage content={content} policy={await contentPolicy()} />;
  return `<!doctype html>\n${page.toString()}\n`;
}

/** Allows the one style of the page and the snippets within it, and nothing else. */
async function contentPolicy(): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(STYLE));
  const hash = toBase64(new Uint8Array(digest));
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    'media-src data:',
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
