/** @jsxImportSource hono/jsx */
import type { Evaluation, NamedComparison } from '../evaluation.js';
import { percent, Table, Words, type WordsIn } from './page-words.js';

/** More problems are left to the JSON. */
const PROBLEMS_SHOWN = 100;

const signed = (value: number) => `${value > 0 ? '+' : ''}${percent(value)}`;

/** How two runs differ. */
export function Comparisons({ comparisons }: Pick<Evaluation, 'comparisons'>) {
  if (comparisons.length === 0) return null;
  return (
    <section aria-labelledby="comparisons">
      <h2 id="comparisons">
        <Words of={(words) => words.comparisons} />
      </h2>
      {comparisons.map((comparison) => (
        <Comparison comparison={comparison} />
      ))}
    </section>
  );
}

function Comparison({ comparison }: { readonly comparison: NamedComparison }) {
  const { first, second, clips, onlyFirst, onlySecond, mcnemar } = comparison;
  return (
    <>
      <p>
        <Words
          of={(words) =>
            `${words.first}: ${first}. ${words.second}: ${second}. ${words.clips(clips)}.`
          }
        />
      </p>
      <Table
        name="comparison"
        columns={[
          (words) => words.difference,
          (words) => `${words.value}, %`,
          (words) => words.interval,
        ]}
        rows={(['accuracy', 'averageRecall'] as const).map((each) => {
          const { value, interval } = comparison[each];
          return [(words) => words[each], signed(value), interval.map(signed).join(' – ')];
        })}
      />
      <p>
        <Words of={(words) => words.mcnemar([onlyFirst, onlySecond], mcnemar)} />
      </p>
    </>
  );
}

/** Figures that others published, with their protocols. */
export function Published({ published }: Pick<Evaluation, 'published'>) {
  return (
    <section aria-labelledby="published">
      <h2 id="published">
        <Words of={(words) => words.published} />
      </h2>
      <p class="hint">
        <Words of={(words) => words.publishedHint} />
      </p>
      <Table
        name="published figures"
        columns={[(words) => words.modelName, (words) => words.value, (words) => words.protocol]}
        rows={published.map(({ model, value, protocol }) => [
          model,
          (_, language) => value[language],
          (_, language) => protocol[language],
        ])}
      />
    </section>
  );
}

/** What is wrong with the list. */
export function Problems({ problems }: Pick<Evaluation, 'problems'>) {
  if (problems.length === 0) return null;
  const hidden = problems.length - PROBLEMS_SHOWN;
  return (
    <section aria-labelledby="problems">
      <h2 id="problems">
        <Words of={(words) => `${words.problems}: ${problems.length}`} />
      </h2>
      <ul class="findings">
        {problems.slice(0, PROBLEMS_SHOWN).map(({ text }) => (
          <li>{text}</li>
        ))}
      </ul>
      {hidden > 0 && (
        <p>
          <Words of={(words) => words.moreProblems(hidden)} />
        </p>
      )}
    </section>
  );
}

/** What is needed to do the same again. */
export function Reproduce({ data, model, madeBy }: Evaluation) {
  const map = Object.entries(data.labelMap ?? {}).map(([from, to]) => `${from} = ${to}`);
  const facts: readonly (readonly [WordsIn, string])[] = [
    [(words) => words.data, data.name],
    [(words) => words.format, data.format],
    [(words) => words.protocol, data.protocol ?? ''],
    [(words) => words.labelMap, map.join(', ')],
    [(words) => words.checksumData, data.sha256],
    [(words) => words.modelName, `${model.name}, ${model.precision}`],
    [(words) => words.checksumModel, model.sha256],
    [(words) => words.version, madeBy],
  ];
  return (
    <section aria-labelledby="reproduce">
      <h2 id="reproduce">
        <Words of={(words) => words.reproduce} />
      </h2>
      <dl>
        {facts
          .filter(([, value]) => value !== '')
          .map(([term, value]) => (
            <>
              <dt>
                <Words of={term} />
              </dt>
              <dd>{value}</dd>
            </>
          ))}
      </dl>
      <p>
        <Words of={(words) => words.trainingWarning} />
      </p>
    </section>
  );
}
