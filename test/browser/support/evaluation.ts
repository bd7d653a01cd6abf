import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const FOLDER = fileURLToPath(new URL('../../../examples/audio/', import.meta.url));

/** The label of each example by the model's classes; one is wrong on purpose. */
export const LABELS: readonly string[] = [
  'angry-man.flac,angry,m',
  'angry-woman.flac,angry,w',
  'happy-woman.flac,happy,w',
  'neutral-man.flac,neutral,m',
  'neutral-woman.flac,neutral,w',
  'sad-woman.flac,angry,w',
];

/** The paths of the examples, in the order of {@link LABELS}. */
export const EXAMPLES = LABELS.map((row) => join(FOLDER, row.split(',')[0] ?? ''));

/** Writes a table of labels as spreadsheets on Windows do, and returns its path. */
export function writeLabels(folder: string, rows: readonly string[]): string {
  const table = join(folder, 'labels.csv');
  writeFileSync(table, `\uFEFFfile,label,speaker\r\n${rows.join('\r\n')}\r\n`);
  return table;
}

/** Gives the tab Evaluation recordings with their table, and waits for the figures. */
export async function evaluateFiles(page: Page, files: readonly string[]): Promise<void> {
  await page.getByRole('tab', { name: /^(Evaluation|评测)$/ }).click();
  await page.getByTestId('evaluation-drop-files').setInputFiles([...files]);
  await page.getByText(/labels\.csv/).waitFor();
  await page.getByTestId('evaluation-run').click();
  await page.getByTestId('evaluation-figures').waitFor();
}

/** Presses a button that exports the evaluation, and returns the text of the file. */
export async function exportEvaluation(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('evaluation-figures').getByRole('button', { name }).click(),
  ]);
  return readFileSync(await file.path(), 'utf8');
}
