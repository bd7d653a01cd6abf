import pc from 'picocolors';
import type { EmotionResult } from '../../inference/index.js';
import { FINDINGS, isVoidAnswer } from '../../findings.js';
import type { Label } from '../../labels.js';
import type { Language } from '../language.js';
import { failureLine } from '../print-failures.js';
import { padCell, widest } from '../columns.js';
import { printableName } from '../text.js';
import { describeComparison } from './describe-comparison.js';
import type { ResultContext, ResultWriter } from './result-writer.js';

const BAR_CELLS = 24;

/** Writes a block with bars for each recording. */
export class TableWriter implements ResultWriter {
  readonly #context: ResultContext;
  readonly #language: Language;
  #introduced = false;
  readonly #color: ReturnType<typeof pc.createColors>;

  constructor(context: ResultContext, language: Language) {
    this.#context = context;
    this.#language = language;
    this.#color = pc.createColors(context.io.stdout.isTTY === true && !context.io.env['NO_COLOR']);
  }

  result(file: string, result: EmotionResult): void {
    this.#introduce();
    const color = this.#color;
    const seconds = `${result.durationSeconds.toFixed(1)} s`;
    const lines = [
      `${color.bold(printableName(file))}  ${this.#verdict(result)}${color.dim(seconds)}`,
    ];
    lines.push(...this.#bars(result));
    const comparison = describeComparison(result, this.#context.wantsComparison);
    if (comparison) lines.push(color.dim(`  ${printableName(comparison[this.#language])}`));
    for (const { code } of result.findings) {
      const { text, voidsAnswer } = FINDINGS[code];
      lines.push((voidsAnswer ? color.red : color.yellow)(`  ! ${text[this.#language]}`));
    }
    this.#context.io.stdout.write(`${lines.join('\n')}\n\n`);
  }

  failure(file: string, error: unknown): void {
    this.#context.io.stderr.write(`${failureLine(file, error)}\n`);
  }

  /** Names the model and its licence once, above the first result. */
  #introduce(): void {
    if (this.#introduced) return;
    this.#introduced = true;
    const { model, licence, io } = this.#context;
    const terms = licence ?? (this.#language === 'zh' ? '未注明许可证' : 'no licence stated');
    io.stdout.write(`${this.#color.dim(printableName(`${model} · ${terms}`))}\n\n`);
  }

  #verdict(result: EmotionResult): string {
    if (!('probabilities' in result)) return '';
    if (isVoidAnswer(result.findings))
      return `${this.#color.red(this.#language === 'zh' ? '结果无意义' : 'no emotion to name')}  `;
    const label = result.labels[result.index]?.[this.#language] ?? result.label;
    return `${this.#color.green(printableName(label))} ${result.score.toFixed(2)}  `;
  }

  #bars(result: EmotionResult): string[] {
    const rows = barsOf(result).map(([label, value]) => ({
      name: printableName(label[this.#language]),
      value,
    }));
    const width = widest(rows.map(({ name }) => name));
    return rows.map(({ name, value }) => {
      const cells = Math.round(Math.min(1, Math.max(0, value)) * BAR_CELLS);
      const bar = '█'.repeat(cells) + this.#color.dim('░'.repeat(BAR_CELLS - cells));
      return `  ${padCell(name, width)}  ${bar}  ${value.toFixed(3)}`;
    });
  }
}

/** The values of the classes and dimensions of a result, in the order of the model. */
function barsOf(result: EmotionResult): (readonly [label: Label, value: number])[] {
  const pair = (labels: readonly Label[], values: Float32Array) =>
    labels.map((label, at) => [label, values[at] ?? NaN] as const);
  if (!('probabilities' in result)) return pair(result.labels, result.logits);
  const { labels, probabilities, dimensions = {}, dimensionLabels = [] } = result;
  const beside = dimensionLabels.map((label) => [label, dimensions[label.id] ?? NaN] as const);
  return [...pair(labels, probabilities), ...beside];
}
