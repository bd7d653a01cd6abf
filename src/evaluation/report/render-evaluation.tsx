/** @jsxImportSource hono/jsx */
import { contentPolicy, ModelCard, PageShell, renderPage, STYLE } from '../../report/index.js';
import { EVALUATION_WORDS } from '../words.js';
import { describeMap, EmbeddingMap, mapStyle, type PageMap } from './embedding-map.js';
import { Comparisons, Problems, Published, Reproduce } from './facts.js';
import { type PageContent, wrongCells } from './page-content.js';
import { PAGE_STYLE } from './page-style.js';
import { Words } from './page-words.js';
import { RunSection } from './run-section.js';
import { truthsOf } from './truth.js';

/**
 * Renders an evaluation as one page in both languages, without scripts and without requests to a network.
 * The numbers of the confusion matrix lead to the clips that were classified wrongly. Everything that comes
 * from a list or a model is escaped.
 *
 * @returns HTML
 */
export async function renderEvaluation(content: PageContent): Promise<string> {
  const map = describeMap(content);
  const style = `${STYLE}${PAGE_STYLE}${mapStyle(map)}`;
  // A browser counts a page that is opened from a disk as another origin than the files beside it.
  const media = content.audioKind === 'linked' ? ["'self'", 'file:'] : [];
  return await renderPage(
    <EvaluationPage
      content={content}
      map={map}
      style={style}
      policy={await contentPolicy(style, media)}
    />,
  );
}

function EvaluationPage(props: {
  readonly content: PageContent;
  readonly map: PageMap;
  readonly style: string;
  readonly policy: string;
}) {
  const { content, map, style, policy } = props;
  const { evaluation, language, audioKind } = content;
  const { model, data, runs, comparisons, published, problems, madeBy } = evaluation;
  const truths = truthsOf(evaluation);
  // Each clip is listed once, so that its recording is in the page once.
  const listed = new Set<number>();
  const sections = runs.map((run) => {
    const isClasses = run.task === 'classification';
    const cells = isClasses ? wrongCells(evaluation, run.judged, (clip) => truths[clip]) : [];
    return { run, cells };
  });
  const wrong = new Set(sections[0]?.cells.flatMap(({ clips }) => clips));
  return (
    <PageShell
      policy={policy}
      style={style}
      language={language}
      title={`${model.name}, ${data.name} · ${EVALUATION_WORDS[language].title}`}
      heading={`${model.name} · ${data.name}`}
      kind={(shown) => EVALUATION_WORDS[shown].title}
      footer={(shown) => EVALUATION_WORDS[shown].made(madeBy)}
    >
      <Problems problems={problems} />
      {audioKind !== 'embedded' && (
        <p class="hint">
          <Words of={(words) => (audioKind === 'linked' ? words.linkedAudio : words.noAudio)} />
        </p>
      )}
      {sections.map(({ run, cells }) => (
        <RunSection content={content} run={run} cells={cells} listed={listed} />
      ))}
      <Comparisons comparisons={comparisons} />
      <EmbeddingMap content={content} described={map} listed={wrong} />
      {published.length > 0 && <Published published={published} />}
      <Reproduce {...evaluation} />
      <ModelCard model={model} labels={model.labels} />
    </PageShell>
  );
}
