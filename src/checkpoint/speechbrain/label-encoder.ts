import { corruptFile } from '../corrupt-file.js';

const MAX_LABELS = 10_000;

const separator = ' => ';
const MAX_LINE = 1000;

/**
 * Reads the classes of SpeechBrain's `CategoricalEncoder` from the text of `label_encoder.txt`: lines
 * `'neu' => 0`, a line of `=`, then settings. Format: `_load_literal` in
 * https://github.com/speechbrain/speechbrain/blob/develop/speechbrain/dataio/encoder.py
 *
 * @returns the classes in the order of their index; a class that is not a text (a number, a tuple) is
 * returned as Python writes it
 * @throws CheckpointError (`checkpoint-corrupt`) for lines of another form, gaps and duplicates.
 */
export function parseLabelEncoder(text: string, file = 'label_encoder.txt'): readonly string[] {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line) => /^={3,}$/.test(line));
  const entries = (end < 0 ? lines : lines.slice(0, end)).filter((line) => line.trim() !== '');
  if (entries.length === 0) throw corruptFile(file, 'it has no classes');
  if (entries.length > MAX_LABELS) throw corruptFile(file, `it has ${entries.length} classes`);
  const byIndex = new Map<number, string>();
  for (const line of entries) addEntry(line, byIndex, file);
  const labels = entries.map((_, index) => labelAt(index, byIndex, file));
  if (new Set(labels).size < labels.length) throw corruptFile(file, 'it has a class twice');
  return labels;
}

function addEntry(line: string, byIndex: Map<number, string>, file: string): void {
  const at = line.lastIndexOf(separator);
  const index = line.slice(at + separator.length).trim();
  if (at < 0 || line.length > MAX_LINE || !/^\d{1,9}$/.test(index))
    throw corruptFile(file, `it has the line ${quote(line)}, expected lines such as 'neu' => 0`);
  if (byIndex.has(Number(index))) throw corruptFile(file, `two classes have the index ${index}`);
  byIndex.set(Number(index), literal(line.slice(0, at).trim(), file));
}

function labelAt(index: number, byIndex: ReadonlyMap<number, string>, file: string): string {
  const label = byIndex.get(index);
  if (label !== undefined) return label;
  throw corruptFile(
    file,
    `no class has the index ${index}, expected ${byIndex.size} classes with the indices from 0`,
  );
}

const stringPattern = /^(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")$/s;
const numberPattern = /^-?\d+(?:\.\d+)?$/;
const tuplePattern = /^\(.*\)$/s;

function literal(source: string, file: string): string {
  const string = stringPattern.exec(source);
  if (string !== null) return unescape(string[1] ?? string[2] ?? '');
  if (numberPattern.test(source) || tuplePattern.test(source)) return source;
  throw corruptFile(file, `it has the class ${quote(source)}`);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

// The escapes that Python's repr writes.
function unescape(text: string): string {
  return text.replace(
    /\\(?:x([\da-f]{2})|u([\da-f]{4})|U(0010[\da-f]{4}|000[\da-f]{5})|(.))/gis,
    (_, two?: string, four?: string, eight?: string, other?: string) => {
      const code = two ?? four ?? eight;
      return code === undefined
        ? (escapes[other ?? ''] ?? other ?? '')
        : String.fromCodePoint(parseInt(code, 16));
    },
  );
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
