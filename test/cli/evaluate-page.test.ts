import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.js';

let folder: string;
let list: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-page-'));
  await mkdir(join(folder, 'clips'));
  await mkdir(join(folder, 'pages'));
  const rows = ['angry-man', 'happy-woman', 'neutral-woman', 'sad-woman', 'neutral-man'];
  for (const name of rows)
    await copyFile(
      fileURLToPath(new URL(`../../examples/audio/${name}.flac`, import.meta.url)),
      join(folder, 'clips', `${name}#1.flac`),
    );
  list = join(folder, 'list.csv');
  // Every label is wrong, and one name would be a tag.
  const labels = ['sad', 'neutral', 'angry', 'happy', 'sad'];
  await writeFile(
    list,
    // Published figures stand beside clips of IEMOCAP only.
    `file,label,speaker,corpus\n${rows.map((name, at) => `clips/${name}#1.flac,${labels[at] ?? ''},<b>${at}</b>,IEMOCAP`).join('\n')}\nnowhere.wav,sad,x,IEMOCAP\n`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function page(...words: string[]): Promise<string> {
  const output = join(folder, 'pages', 'page.html');
  const { exitCode } = await runCli(['evaluate', list, '-o', output, ...words]);
  // The list names a file that does not exist.
  expect(exitCode).toBe(1);
  return await readFile(output, 'utf8');
}

const hrefs = (html: string) =>
  [...html.matchAll(/href="#(wrong-[^"]+)"/g)].map(([, id]) => id ?? '');

test('the numbers of wrong results lead to their clips, which are played from within the page', async () => {
  const html = await page();
  const links = hrefs(html);
  expect(links.length).toBeGreaterThan(0);
  for (const id of links) expect(html).toContain(`id="${id}"`);
  const wrong = [...html.matchAll(/<li id="clip-\d+">/g)].length;
  expect(wrong).toBeGreaterThan(0);
  expect([...html.matchAll(/src="data:audio\/wav;base64,/g)]).toHaveLength(wrong);
});

test('has both languages, what is wrong with the list, checksums and no script', async () => {
  const html = await page('--language', 'zh');
  expect(html).toMatch(/^<!doctype html> <html lang="zh-CN">/);
  for (const words of [
    'Confusion',
    '混淆',
    '说话人相关',
    'Speaker-dependent',
    'nowhere.wav does not exist',
  ])
    expect(html).toContain(words);
  expect(html).toMatch(/<dd>[0-9a-f]{64}<\/dd>/);
  expect(html).not.toMatch(/<script|<b>|https?:\/\/[^"]*\.js/);
  expect(html).toContain('&lt;b&gt;');
  expect(html).toMatch(
    /Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/,
  );
});

test('links recordings relative to itself, or has none', async () => {
  const html = await page('--audio', 'link');
  expect(html).toContain('src="../clips/angry-man%231.flac"');
  expect(html).not.toContain('data:audio');
  expect(html).toContain('media-src data: &#39;self&#39; file:');
  expect(await page('--audio', 'none')).not.toMatch(/<audio/);
});

test('has a map of the embeddings, coloured by what is known', async () => {
  const html = await page('--audio', 'none');
  const classes = /<circle class="label-\d result-\d verdict-\d speaker-\d corpus-\d/g;
  expect([...html.matchAll(classes)]).toHaveLength(10);
  expect(html).toContain('html:has(#map-speaker:checked) .speaker-4 { color: hsl(');
});
