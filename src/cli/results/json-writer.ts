import type { EmotionResult } from '../../inference/index.js';
import { toFailureLine, toResultLine } from './json-line.js';
import type { ResultContext, ResultWriter } from './result-writer.js';

/** Writes one JSON object on each line. */
export class JsonWriter implements ResultWriter {
  readonly #context: ResultContext;

  constructor(context: ResultContext) {
    this.#context = context;
  }

  result(file: string, result: EmotionResult): void {
    this.#write(toResultLine(file, result, this.#context));
  }

  failure(file: string, error: unknown): void {
    this.#write(toFailureLine(file, error));
  }

  #write(record: object): void {
    this.#context.io.stdout.write(`${JSON.stringify(record)}\n`);
  }
}
