import { stringify } from 'csv-stringify/sync';
import { type EmotionResult, roundTo6, toResultValues } from '../../inference/index.js';
import { escapeFormula } from '../../escape-formula.js';
import { describeFailure } from '../print-failures.js';
import type { ResultContext, ResultWriter } from './result-writer.js';

/** Marks a text as UTF-8 for Excel, which otherwise reads it in the system's old code page. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Which head answered and what the recording was compared with, if the model has several heads. */
const COMPARISON = ['head', 'speaker', 'baseline_seconds', 'baseline_reliability'];

/** Writes a header and one row for each recording; a failure fills the last two columns. */
export class CsvWriter implements ResultWriter {
  readonly #context: ResultContext;
  readonly #columns: readonly string[];

  constructor(context: ResultContext, embeddingSize: number, withMark = false) {
    this.#context = context;
    const embedding = context.withEmbedding
      ? Array.from({ length: embeddingSize }, (_, at) => `embedding_${at}`)
      : [];
    this.#columns = [
      ...['file', 'model', 'label', 'score'],
      ...[...context.labels, ...context.dimensions].map(({ id }) => id),
      ...['duration_seconds', 'findings'],
      ...(context.comparesVoices ? COMPARISON : []),
      ...embedding,
      ...['error_code', 'error_message'],
    ];
    if (withMark) context.io.stdout.write(BYTE_ORDER_MARK);
    this.#write(Object.fromEntries(this.#columns.map((column) => [column, column])));
  }

  result(file: string, result: EmotionResult): void {
    const json = toResultValues(result);
    this.#write({
      file,
      model: this.#context.model,
      ...('probabilities' in json && { label: json.label, score: json.score }),
      ...('probabilities' in json && json.probabilities),
      ...json.dimensions,
      duration_seconds: roundTo6(result.durationSeconds),
      findings: result.findings.map(({ code }) => code).join(' '),
      ...comparisonColumns(result),
      ...Object.fromEntries(
        Array.from(result.embedding, (value, at) => [`embedding_${at}`, value]),
      ),
    });
  }

  failure(file: string, error: unknown): void {
    const { code, message } = describeFailure(error);
    this.#write({ file, error_code: code, error_message: message });
  }

  #write(record: Record<string, unknown>): void {
    const text = stringify([record], {
      columns: [...this.#columns],
      cast: { string: escapeFormula },
    });
    this.#context.io.stdout.write(text);
  }
}

function comparisonColumns({ comparedWith }: EmotionResult): Record<string, unknown> {
  if (comparedWith?.head !== 'relative') return { head: comparedWith?.head };
  const { head, speaker, seconds, reliability } = comparedWith;
  return { head, speaker, baseline_seconds: seconds, baseline_reliability: reliability };
}
