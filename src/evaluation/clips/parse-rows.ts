import { parse } from 'csv-parse/browser/esm/sync';
import type { Problem } from './clip.js';

/** A row with its columns by their names in lower case, and its line in the file. */
export type Row = { readonly line: number; readonly cells: Readonly<Record<string, unknown>> };

/** The rows of a table, and the lines that could not be read. */
export type Rows = { readonly rows: readonly Row[]; readonly problems: readonly Problem[] };

/** Parses CSV, TSV or JSON lines. */
export function parseRows(text: string, name: string): Rows {
  return /^\uFEFF?\s*\{/.test(text) ? parseJsonLines(text, name) : parseSeparated(text, name);
}

function parseJsonLines(text: string, name: string): Rows {
  const rows: Row[] = [];
  const problems: Problem[] = [];
  for (const [at, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (line.trim() === '') continue;
    const cells = parseObject(line);
    if (cells) rows.push({ line: at + 1, cells: lowerKeys(cells) });
    else problems.push(badRow(name, at + 1, 'it is not a JSON object'));
  }
  return { rows, problems };
}

function parseObject(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const lowerKeys = (cells: object) =>
  Object.fromEntries(
    Object.entries(cells).map(([key, value]) => [key.trim().toLowerCase(), value as unknown]),
  );

function parseSeparated(text: string, name: string): Rows {
  const problems: Problem[] = [];
  const records: { record: Record<string, string>; info: { lines: number } }[] = parse(text, {
    bom: true,
    columns: (names: string[]) => names.map((each) => each.trim().toLowerCase()),
    delimiter: delimiterOf(text),
    info: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      problems.push(badRow(name, Number(error?.['lines'] ?? 0), error?.message ?? 'it is not CSV'));
      return undefined;
    },
    trim: true,
  });
  return {
    rows: records.map(({ record, info }) => ({ line: info.lines, cells: record })),
    problems,
  };
}

/** Spreadsheets of different countries write different separators; the first line shows which. */
function delimiterOf(text: string): string {
  const header = (/^\uFEFF?([^\r\n]*)/.exec(text)?.[1] ?? '').replace(/"[^"]*"/g, '');
  const count = (mark: string) => header.split(mark).length;
  return ['\t', ';', ','].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',');
}

/** The problem of a line that cannot be used. */
export function badRow(name: string, line: number, problem: string): Problem {
  return { kind: 'bad-row', text: `${name}, line ${line}: ${problem}. Correct the line.` };
}
