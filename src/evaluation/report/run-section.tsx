/** @jsxImportSource hono/jsx */
import type { ClassEvaluation, Estimate } from '../evaluate-classes.js';
import type { DimensionEvaluation } from '../evaluate-dimensions.js';
import type { RunFigures } from '../evaluation.js';
import { Charts } from './charts.js';
import { ConfusionMatrix } from './confusion-matrix.js';
import type { PageContent, WrongCell } from './page-content.js';
import { fixed, percent, Table, Words } from './page-words.js';
import { WrongClips } from './wrong-clips.js';

const MEASURES = ['accuracy', 'averageRecall', 'macroF1', 'weightedF1'] as const;

/** The figures of one way to judge the clips. */
export function RunSection(props: {
  readonly content: PageContent;
  readonly run: RunFigures;
  readonly cells: readonly WrongCell[];
  readonly listed: Set<number>;
}) {
  const { content, run, cells, listed } = props;
  const id = `run-${run.judged}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        <Words of={(words) => words.judged[run.judged]} />
      </h2>
      {run.task === 'regression' ? (
        <Dimensions figures={run.figures} />
      ) : (
        <>
          <Estimates figures={run.figures} />
          <ConfusionMatrix
            figures={run.figures}
            labels={content.evaluation.model.labels}
            cells={cells}
          />
          <WrongClips content={content} judged={run.judged} cells={cells} listed={listed} />
          <Classes figures={run.figures} content={content} />
          <Confidence figures={run.figures} />
          <Charts figures={run.figures} />
          <Groups figures={run.figures} />
        </>
      )}
    </section>
  );
}

const interval = ([low, high]: Estimate['interval'], show: (value: number) => string) =>
  `${show(low)} – ${show(high)}`;

function Estimates({ figures }: { readonly figures: ClassEvaluation }) {
  return (
    <>
      <p>
        <Words
          of={(words) => `${words.clips(figures.clips)} · ${words.speakers(figures.speakers)}`}
        />
      </p>
      <Table
        name="figures"
        columns={[
          (words) => words.figure,
          (words) => `${words.value}, %`,
          (words) => words.interval,
        ]}
        rows={MEASURES.map((each) => [
          (words) => words[each],
          percent(figures[each].value),
          interval(figures[each].interval, percent),
        ])}
      />
      <p class="hint">
        <Words of={(words) => words.drawnOver[figures.drawnOver]} />
      </p>
    </>
  );
}

function Dimensions({ figures }: { readonly figures: readonly DimensionEvaluation[] }) {
  return (
    <Table
      name="dimensions"
      columns={[
        (words) => words.dimension,
        (words) => words.support,
        () => 'CCC',
        (words) => words.interval,
        () => 'Pearson',
        () => 'RMSE',
      ]}
      rows={figures.map(({ dimension, clips, ccc, pearson, rmse }) => [
        ...[dimension, String(clips), fixed(ccc.value), interval(ccc.interval, fixed)],
        ...[fixed(pearson), fixed(rmse)],
      ])}
    />
  );
}

function Classes(props: { readonly figures: ClassEvaluation; readonly content: PageContent }) {
  const { figures, content } = props;
  const { labels } = content.evaluation.model;
  const outside = Object.entries(figures.outside);
  return (
    <>
      <h3>
        <Words of={(words) => words.classes} />
      </h3>
      <Table
        name="classes"
        columns={[
          (words) => words.className,
          (words) => words.support,
          (words) => words.recall,
          (words) => words.precision,
          (words) => words.f1,
        ]}
        rows={figures.classes.map(({ support, recall, precision, f1 }, at) => [
          (_, language) => labels[at]?.[language] ?? '',
          ...[String(support), percent(recall), percent(precision), percent(f1)],
        ])}
      />
      {outside.length > 0 && (
        <p>
          <Words of={(words) => `${words.outside}. ${words.outsideHint}`} />{' '}
          {outside.map(([name, clips]) => `${name} ${clips}`).join(' · ')}
        </p>
      )}
    </>
  );
}

function Confidence({ figures }: { readonly figures: ClassEvaluation }) {
  const { uncertain, soft } = figures;
  return (
    <>
      <h3>
        <Words of={(words) => words.confidence} />
      </h3>
      <Table
        name="confidence"
        columns={[(words) => words.figure, (words) => words.value]}
        rows={[
          [(words) => words.ece, fixed(figures.calibrationError)],
          [(words) => words.risk, fixed(figures.areaUnderRisk)],
          [(words) => words.wrongAuroc, fixed(figures.wrongAuroc)],
          [(words) => words.outsideAuroc, fixed(figures.outsideAuroc)],
        ]}
      />
      <p>
        <Words
          of={(words) => words.uncertain(uncertain.clips, uncertain.risk, uncertain.riskOfOthers)}
        />
      </p>
      {soft && (
        <p>
          <Words of={(words) => words.soft(soft.clips, soft.agreement, soft.divergence)} />
        </p>
      )}
    </>
  );
}

function Groups({ figures }: { readonly figures: ClassEvaluation }) {
  const kinds = [...new Set(figures.groups.map(({ by }) => by))];
  return (
    <>
      {kinds.map((by) => (
        <details>
          <summary>
            <Words of={(words) => words.by[by] ?? by} />
          </summary>
          <Table
            name={by}
            columns={[
              (words) => words.by[by] ?? by,
              (words) => words.support,
              () => 'WA, %',
              () => 'UAR, %',
            ]}
            rows={figures.groups
              .filter((group) => group.by === by)
              .map(({ name, clips, accuracy, averageRecall }) => [
                ...[name, String(clips), percent(accuracy), percent(averageRecall)],
              ])}
          />
        </details>
      ))}
    </>
  );
}
