import { saveFile } from '../common/save-file.ts';
import type { ClassifyItem } from '../api/types.ts';
import { valuesOf } from './label-of.ts';

/** Saves results as a JSON array, without the drawing of the waveform. */
export function exportJson(items: readonly ClassifyItem[]): void {
  const kept = items.map((item) => ({ ...item, peaks: undefined }));
  saveFile('wav2emo.json', `${JSON.stringify(kept, null, 2)}\n`, 'application/json');
}

/** Saves results as comma-separated values, one row a recording. */
export function exportCsv(items: readonly ClassifyItem[]): void {
  // The mark at the start makes spreadsheets read Chinese names as UTF-8.
  saveFile('wav2emo.csv', `\uFEFF${toCsv(items)}`, 'text/csv');
}

/** Results as RFC 4180 rows with a header; one column for each class that occurs. */
export function toCsv(items: readonly ClassifyItem[]): string {
  const classes = [
    ...new Set(items.flatMap((item) => ('error' in item ? [] : Object.keys(valuesOf(item))))),
  ];
  const head = [
    'file',
    'model',
    'label',
    'score',
    ...classes,
    'durationSeconds',
    'findings',
    'error',
  ];
  return [head, ...items.map((item) => toRow(item, classes))]
    .map((row) => `${row.map(quote).join(',')}\r\n`)
    .join('');
}

function toRow(item: ClassifyItem, classes: readonly string[]): (string | number)[] {
  if ('error' in item)
    return [item.file, '', '', '', ...classes.map(() => ''), '', '', item.error.code];
  const values = valuesOf(item);
  const [label, score] = 'label' in item ? [item.label, item.score] : ['', ''];
  const findings = item.findings.map(({ code }) => code).join(' ');
  return [
    ...[item.file, item.model, label, score],
    ...classes.map((name) => values[name] ?? ''),
    ...[item.durationSeconds, findings, ''],
  ];
}

/** A leading `=`, `+`, `-` or `@` of a text would be a formula in a spreadsheet: a file's name must not run. */
function quote(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
