import { type EmotionResult, toResultValues, roundTo6 } from '../../inference/index.js';
import { describeFailure } from '../print-failures.js';
import type { ResultContext, ResultWriter } from './result-writer.js';

/** Writes one JSON object on each line. */
export class JsonWriter implements ResultWriter {
  readonly #context: ResultContext;

  constructor(context: ResultContext) {
    this.#context = context;
  }

  result(file: string, result: EmotionResult): void {
    const { model, withEmbedding } = this.#context;
    const { durationSeconds, findings, embedding, comparedWith } = result;
    this.#write({
      file,
      model,
      ...toResultValues(result),
      durationSeconds: roundTo6(durationSeconds),
      findings,
      ...(comparedWith && { comparedWith }),
      ...(withEmbedding && { embedding: Array.from(embedding) }),
    });
  }

  failure(file: string, error: unknown): void {
    this.#write({ file, error: describeFailure(error) });
  }

  #write(record: object): void {
    this.#context.io.stdout.write(`${JSON.stringify(record)}\n`);
  }
}
