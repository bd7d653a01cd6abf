import {
  type ClassEvaluation,
  type DimensionEvaluation,
  type Estimate,
  type Evaluation,
  EVALUATION_WORDS,
  type EvaluationWords,
  type NamedComparison,
  type RunFigures,
} from '../../evaluation/index.js';
import { alignColumns } from '../columns.js';
import type { Language } from '../language.js';

/** More groups are left to the JSON. */
const GROUPS_SHOWN = 30;

const percent = (share: number | undefined) =>
  share === undefined || Number.isNaN(share) ? '–' : (100 * share).toFixed(1);
const between = (
  [low, high]: readonly [number, number],
  show: (value: number) => string = percent,
) => `${show(low)} – ${show(high)}`;
const fixed = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(3));

/** Draws an evaluation as tables for a terminal. */
export function evaluationTable(evaluation: Evaluation, language: Language): string {
  const words = EVALUATION_WORDS[language];
  const { model, data, runs, comparisons, published } = evaluation;
  return [
    `${words.title}: ${model.name} (${model.precision}) · ${data.name}\n`,
    ...(data.protocol === undefined ? [] : [`${words.protocol}: ${data.protocol}\n`]),
    ...runs.map((run) => runTable(run, evaluation, language)),
    ...comparisons.map((each) => comparisonTable(each, words)),
    ...(published.length > 0 ? [publishedTable(published, language)] : []),
    `${words.trainingWarning}\n`,
  ].join('\n');
}

function runTable(run: RunFigures, { model }: Evaluation, language: Language): string {
  const words = EVALUATION_WORDS[language];
  const title = `== ${words.judged[run.judged]} ==\n`;
  if (run.task === 'regression') return `${title}${dimensionTable(run.figures, words)}`;
  const names = model.labels.map((label) => `${label.id} ${label[language]}`);
  const { figures } = run;
  return [
    `${title}${words.clips(figures.clips)}, ${words.speakers(figures.speakers)}\n`,
    alignColumns([
      [words.figure, words.value, words.interval],
      ...(['accuracy', 'averageRecall', 'macroF1', 'weightedF1'] as const).map((each) =>
        estimateRow(words[each], figures[each]),
      ),
    ]),
    `${words.drawnOver[figures.drawnOver]}\n`,
    classTable(figures, names, words),
    confusionTable(figures, names, words),
    confidenceLines(figures, words),
    ...groupTables(figures, words),
    ...outsideTable(figures, words),
  ].join('\n');
}

const estimateRow = (name: string, { value, interval }: Estimate) => [
  name,
  percent(value),
  between(interval),
];

function dimensionTable(figures: readonly DimensionEvaluation[], words: EvaluationWords): string {
  return alignColumns([
    [words.dimension, words.support, 'CCC', words.interval, 'Pearson', 'RMSE'],
    ...figures.map(({ dimension, clips, ccc, pearson, rmse }) => [
      ...[dimension, String(clips), fixed(ccc.value), between(ccc.interval, fixed)],
      ...[fixed(pearson), fixed(rmse)],
    ]),
  ]);
}

function classTable(
  { classes }: ClassEvaluation,
  names: readonly string[],
  words: EvaluationWords,
) {
  return alignColumns([
    [words.className, words.support, words.recall, words.precision, words.f1],
    ...classes.map(({ support, recall, precision, f1 }, at) => [
      ...[names[at] ?? '', String(support), percent(recall), percent(precision), percent(f1)],
    ]),
  ]);
}

function confusionTable(
  { confusion, labels }: ClassEvaluation,
  names: readonly string[],
  words: EvaluationWords,
): string {
  const rows = confusion.map((row, at) => [names[at] ?? '', ...row.map(String)]);
  return `${words.confusion}. ${words.confusionHint}\n${alignColumns([['', ...labels], ...rows])}`;
}

function confidenceLines(figures: ClassEvaluation, words: EvaluationWords): string {
  const { uncertain, soft } = figures;
  const lines = [
    `${words.ece}: ${fixed(figures.calibrationError)}`,
    `${words.risk}: ${fixed(figures.areaUnderRisk)}`,
    `${words.wrongAuroc}: ${fixed(figures.wrongAuroc)}`,
    ...(figures.outsideAuroc === undefined
      ? []
      : [`${words.outsideAuroc}: ${fixed(figures.outsideAuroc)}`]),
    words.uncertain(uncertain.clips, uncertain.risk, uncertain.riskOfOthers),
    ...(soft ? [words.soft(soft.clips, soft.agreement, soft.divergence)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function groupTables({ groups }: ClassEvaluation, words: EvaluationWords): string[] {
  return Object.entries(words.by).flatMap(([by, title]) => {
    const found = groups.filter((group) => group.by === by);
    if (found.length < 2 && by !== 'finding') return [];
    if (found.length === 0) return [];
    const rows = found
      .slice(0, GROUPS_SHOWN)
      .map((group) => [
        ...[group.name, String(group.clips), percent(group.accuracy), percent(group.averageRecall)],
      ]);
    const hidden = found.length - GROUPS_SHOWN;
    const more = hidden > 0 ? `${words.moreProblems(hidden)}\n` : '';
    return [`${alignColumns([[title, words.support, 'WA', 'UAR'], ...rows])}${more}`];
  });
}

function outsideTable({ outside }: ClassEvaluation, words: EvaluationWords): string[] {
  const rows = Object.entries(outside).map(([name, clips]) => [name, String(clips)]);
  return rows.length > 0 ? [`${words.outside}. ${words.outsideHint}\n${alignColumns(rows)}`] : [];
}

function comparisonTable(comparison: NamedComparison, words: EvaluationWords): string {
  const { first, second, clips, onlyFirst, onlySecond, mcnemar } = comparison;
  const signed = (value: number) => `${value > 0 ? '+' : ''}${percent(value)}`;
  return [
    `== ${words.comparisons} ==\n${words.first}: ${first}\n${words.second}: ${second}\n${words.clips(clips)}\n`,
    alignColumns([
      [words.difference, words.value, words.interval],
      ...(['accuracy', 'averageRecall'] as const).map((each) => [
        words[each],
        signed(comparison[each].value),
        between(comparison[each].interval, signed),
      ]),
    ]),
    `${words.mcnemar([onlyFirst, onlySecond], mcnemar)}\n`,
  ].join('');
}

function publishedTable(published: Evaluation['published'], language: Language): string {
  const words = EVALUATION_WORDS[language];
  return `== ${words.published} ==\n${words.publishedHint}\n${alignColumns([
    [words.modelName, words.value, words.protocol],
    ...published.map(({ model, value, protocol }) => [
      ...[model, value[language], protocol[language]],
    ]),
  ])}`;
}
