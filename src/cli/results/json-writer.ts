import type { Answer } from '../../classifier/index.js';
import { describeFailure } from '../failures.js';
import { byLabel, type ResultContext, type ResultWriter, round } from './result-writer.js';

/** One JSON object a line. */
export class JsonWriter implements ResultWriter {
  readonly #context: ResultContext;

  constructor(context: ResultContext) {
    this.#context = context;
  }

  answer(file: string, answer: Answer): void {
    const { model, withEmbedding } = this.#context;
    const { durationSeconds, findings, embedding } = answer;
    this.#write({
      file,
      model,
      ...judgement(answer),
      durationSeconds: round(durationSeconds),
      findings,
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

function judgement(answer: Answer): object {
  if ('dimensions' in answer) return { dimensions: byLabel(answer.labels, answer.logits) };
  const { label, index, score, probabilities, labels } = answer;
  return { label, index, score: round(score), probabilities: byLabel(labels, probabilities) };
}
