/** @jsxImportSource hono/jsx */
import { emotionColor } from '../../emotion-color.js';
import type { Point } from '../embeddings/project.js';
import type { Evaluation } from '../evaluation.js';
import { speakerOf } from '../clips/clip.js';
import type { MapPoint, PageContent } from './page-content.js';
import { Words, type WordsIn } from './page-words.js';

const SIZE = 420;
const MARGIN = 12;
/** More names would fill the page; the points keep their colours. */
const NAMES_SHOWN = 30;

/** What the points are coloured by, and the name of a clip's group. */
export const MAP_GROUPS = {
  label: (evaluation: Evaluation, clip: number) => evaluation.clips[clip]?.label,
  speaker: (evaluation: Evaluation, clip: number) => {
    const found = evaluation.clips[clip];
    return found && speakerOf(found);
  },
  corpus: (evaluation: Evaluation, clip: number) => evaluation.clips[clip]?.corpus,
} as const;

type By = keyof typeof MAP_GROUPS;
const BY = Object.keys(MAP_GROUPS) as By[];

/** The names of the groups in the map. */
export function groupNames({ evaluation, map }: PageContent, by: By): string[] {
  const names = map.flatMap(({ clip }) => MAP_GROUPS[by](evaluation, clip) ?? []);
  return [...new Set(names)].sort();
}

/** The rules that colour the points by what is chosen. */
export function mapStyle(content: PageContent): string {
  return BY.flatMap((by) =>
    groupNames(content, by).map((name, at) => {
      const color = emotionColor(by === 'label' ? englishName(content.evaluation, name) : '', at);
      const distinct = by === 'label' ? color : hueOf(at);
      return `html:has(#map-${by}:checked) .${by}-${at} { color: ${distinct}; }`;
    }),
  ).join('\n');
}

const englishName = ({ model }: Evaluation, label: string) =>
  model.labels.find(({ id, en }) => id === label || en === label)?.en ?? label;

/** Steps of the golden angle keep neighbours apart. */
const hueOf = (at: number) => `hsl(${Math.round(at * 137.5) % 360} 60% 45%)`;

/** The clips by their embeddings, in two projections. */
export function EmbeddingMap(props: {
  readonly content: PageContent;
  readonly isWrong: (clip: number) => boolean;
  readonly listed: ReadonlySet<number>;
}) {
  const { content, isWrong, listed } = props;
  const { map, evaluation } = content;
  if (map.length === 0) return null;
  const groups = BY.map((by) => ({ by, names: groupNames(content, by) })).filter(
    ({ names }) => names.length > 0,
  );
  const placeOf = new Map(
    groups.map(({ by, names }) => [by, new Map(names.map((name, at) => [name, at]))]),
  );
  const dots = map.map((point) => ({
    point,
    name: evaluation.clips[point.clip]?.file ?? '',
    ring: isWrong(point.clip),
    href: listed.has(point.clip) ? `#clip-${point.clip}` : content.audio.get(point.clip),
    classes: groups.map(
      ({ by }) =>
        `${by}-${placeOf.get(by)?.get(MAP_GROUPS[by](evaluation, point.clip) ?? '') ?? 'none'}`,
    ),
  }));
  return (
    <section aria-labelledby="map">
      <h2 id="map">
        <Words of={(words) => words.map} />
      </h2>
      <p class="hint">
        <Words of={(words) => words.mapHint} />{' '}
        {map.length < evaluation.clips.length && (
          <Words of={(words) => words.mapSample(map.length, evaluation.clips.length)} />
        )}
      </p>
      <fieldset>
        {groups.map(({ by }, at) => (
          <label>
            <input type="radio" name="map" id={`map-${by}`} autocomplete="off" checked={at === 0} />
            <Words of={(words) => words.colouredBy[by] ?? by} />
          </label>
        ))}
      </fieldset>
      {groups.map(({ by, names }) => (
        <ul class={`legend names-${by}`}>
          {names.slice(0, NAMES_SHOWN).map((name, at) => (
            <li class={`${by}-${at}`}>
              <svg viewBox="0 0 10 10" aria-hidden="true">
                <circle cx="5" cy="5" r="4" fill="currentColor" />
              </svg>
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      ))}
      <div class="charts">
        <Plane title={(words) => words.pca} dots={dots} of={({ pca }) => pca} />
        <Plane title={(words) => words.umap} dots={dots} of={({ umap }) => umap} />
      </div>
    </section>
  );
}

type Dot = {
  readonly point: MapPoint;
  readonly name: string;
  readonly ring: boolean;
  readonly href: string | undefined;
  readonly classes: readonly string[];
};

function Plane(props: {
  readonly title: WordsIn;
  readonly dots: readonly Dot[];
  readonly of: (point: MapPoint) => Point | undefined;
}) {
  const { title, dots, of } = props;
  const placed = dots.flatMap((dot) => {
    const point = of(dot.point);
    return point ? [{ dot, point }] : [];
  });
  if (placed.length === 0) return null;
  const scale = [0, 1].map((axis) => {
    const values = placed.map(({ point }) => point[axis] ?? 0);
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    return (value = 0) =>
      (MARGIN + ((SIZE - 2 * MARGIN) * (value - low)) / Math.max(high - low, 1e-9)).toFixed(1);
  });
  return (
    <figure>
      <h3>
        <Words of={title} />
      </h3>
      <svg class="plane" viewBox={`0 0 ${SIZE} ${SIZE}`}>
        {placed.map(({ dot: { name, ring, href, classes }, point }) => {
          const circle = (
            <circle
              class={[...classes, ...(ring ? ['ring'] : [])].join(' ')}
              cx={scale[0]?.(point[0])}
              cy={scale[1]?.(point[1])}
              r="4"
            >
              <title>{name}</title>
            </circle>
          );
          return href === undefined ? circle : <a href={href}>{circle}</a>;
        })}
      </svg>
    </figure>
  );
}
