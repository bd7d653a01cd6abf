import { html } from 'hono/html';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { toBase64 } from './audio/snippet-wav.js';

/** Renders a page as HTML. */
export async function renderPage(page: JSX.Element): Promise<string> {
  // The template is an object, which Node would write to a file character by character.
  return (await html`<!doctype html> ${page}`).toString();
}

/**
 * The policy of a page: it allows the one style of the page and the recordings within it, and nothing
 * else.
 *
 * @param media more sources of recordings, e.g. `file:`. Default: none
 */
export async function contentPolicy(style: string, media: readonly string[] = []): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style));
  const hash = toBase64(new Uint8Array(digest));
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    ['media-src data:', ...media].join(' '),
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
