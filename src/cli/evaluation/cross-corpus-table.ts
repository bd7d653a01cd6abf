import {
  type ClassEvaluation,
  type Evaluation,
  EVALUATION_WORDS,
  type JudgedBy,
} from '../../evaluation/index.js';
import { alignColumns } from '../columns.js';
import type { Language } from '../language.js';

/** A row of the matrix: a model and how it judged. */
export type CrossRow = {
  readonly model: string;
  readonly judged: JudgedBy;
  /** One for each corpus; absent if it was not judged this way. */
  readonly cells: readonly (ClassEvaluation | undefined)[];
};

/** The rows of the matrix, in the order of the models. */
export function crossRows(evaluations: readonly (readonly Evaluation[])[]): CrossRow[] {
  return evaluations.flatMap((ofModel) =>
    (['alone', 'with-baseline'] as const).flatMap((judged): CrossRow[] => {
      const cells = ofModel.map(({ runs }) => {
        const run = runs.find((each) => each.judged === judged);
        return run?.task === 'classification' ? run.figures : undefined;
      });
      const model = ofModel[0]?.model.name ?? '';
      return cells.some(Boolean) ? [{ model, judged, cells }] : [];
    }),
  );
}

/** Draws the matrix of models and corpora for a terminal. */
export function crossCorpusTable(
  evaluations: readonly (readonly Evaluation[])[],
  language: Language,
): string {
  const words = EVALUATION_WORDS[language];
  const corpora = evaluations[0]?.map(({ data }) => data.name) ?? [];
  const rows = crossRows(evaluations).map(({ model, judged, cells }) => [
    `${model}, ${words.judged[judged]}`,
    ...cells.map((cell) => (cell ? cellText(cell) : '–')),
  ]);
  return [
    `${words.crossHint}\n`,
    alignColumns([['', ...corpora], ...rows]),
    `${words.trainingWarning}\n`,
  ].join('\n');
}

/** An average recall with its interval, in percent. */
export function cellText({ averageRecall: { value, interval } }: ClassEvaluation): string {
  const [low, high] = interval.map((each) => (100 * each).toFixed(1));
  return `${(100 * value).toFixed(1)} (${low ?? ''}–${high ?? ''})`;
}
