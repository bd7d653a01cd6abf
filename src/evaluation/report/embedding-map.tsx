/** @jsxImportSource hono/jsx */
import { Both } from '../../report/index.js';
import {
  type ColoredGroup,
  coloredGroups,
  describeClips,
  type MapClip,
  type MapGroup,
} from '../map/map-groups.js';
import { placePoints } from '../map/map-points.js';
import type { Point } from '../map/project.js';
import type { MapPoint, PageContent } from './page-content.js';
import { Words, type WordsIn } from './page-words.js';

const SQUARE = { size: 420, margin: 12 };
/** More names would fill the page; the points keep their colours. */
const NAMES_SHOWN = 30;

/** The shape of a point says whether the result is right. */
const RADII = { right: 4, wrong: 4, outside: 2.5 } as const;

/** The map of an evaluation: what its clips belong to, and the colours of that. */
export type PageMap = {
  /** What the clips of the evaluation belong to. */
  readonly clips: readonly MapClip[];
  /** The groups of the clips in the map. */
  readonly colored: ReturnType<typeof coloredGroups>;
};

/** Finds what the clips of the map belong to. */
export function describeMap({ evaluation, map }: PageContent): PageMap {
  const clips = describeClips(evaluation);
  const shown = map.flatMap(({ clip }) => clips[clip] ?? []);
  return { clips, colored: coloredGroups(shown, evaluation.model.labels) };
}

/** The rules that colour the points by what is chosen, and show its names. */
export function mapStyle({ colored }: PageMap): string {
  return colored
    .flatMap(({ by, groups }) => [
      `html:has(#map-${by}:checked) .names-${by} { display: flex; }`,
      ...groups.map(
        ({ color }, at) => `html:has(#map-${by}:checked) .${by}-${at} { color: ${color}; }`,
      ),
    ])
    .join('\n');
}

/** The clips by their embeddings, in two projections. */
export function EmbeddingMap(props: {
  readonly content: PageContent;
  readonly described: PageMap;
  readonly listed: ReadonlySet<number>;
}) {
  const { content, described, listed } = props;
  const { map, evaluation } = content;
  if (map.length === 0) return null;
  const { clips, colored } = described;
  const dots = map.map((point): Dot => {
    const groups = clips[point.clip] ?? {};
    return {
      point,
      name: evaluation.clips[point.clip]?.file ?? '',
      verdict: groups.verdict?.id ?? 'right',
      href: listed.has(point.clip) ? `#clip-${point.clip}` : content.audio.get(point.clip),
      classes: colored.map(
        (each) => `${each.by}-${each.groups.findIndex(({ id }) => id === groups[each.by]?.id)}`,
      ),
    };
  });
  return (
    <section aria-labelledby="map">
      <h2 id="map">
        <Words of={(words) => words.map} />
      </h2>
      <p class="hint">
        <Words of={(words) => `${words.mapHint} ${words.mapLinkHint}`} />{' '}
        {map.length < evaluation.clips.length && (
          <Words of={(words) => words.mapSample(map.length, evaluation.clips.length)} />
        )}
      </p>
      <fieldset>
        {colored.map(({ by }, at) => (
          <label>
            <input type="radio" name="map" id={`map-${by}`} autocomplete="off" checked={at === 0} />
            <Words of={(words) => words.colouredBy[by]} />
          </label>
        ))}
      </fieldset>
      {colored.map(({ by, groups }) => (
        <Names by={by} groups={groups} />
      ))}
      <div class="charts">
        <Plane title={(words) => words.pca} dots={dots} of={({ pca }) => pca} />
        <Plane title={(words) => words.umap} dots={dots} of={({ umap }) => umap} />
      </div>
    </section>
  );
}

function Names({
  by,
  groups,
}: {
  readonly by: MapGroup;
  readonly groups: readonly ColoredGroup[];
}) {
  return (
    <ul class={`legend names names-${by}`}>
      {groups.slice(0, NAMES_SHOWN).map((group, at) => (
        <li class={`${by}-${at}`}>
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <circle cx="5" cy="5" r="4" fill="currentColor" />
          </svg>
          <bdi>
            <Both of={(language) => group[language]} />
          </bdi>
        </li>
      ))}
    </ul>
  );
}

type Dot = {
  readonly point: MapPoint;
  readonly name: string;
  readonly verdict: keyof typeof RADII;
  readonly href: string | undefined;
  readonly classes: readonly string[];
};

function Plane(props: {
  readonly title: WordsIn;
  readonly dots: readonly Dot[];
  readonly of: (point: MapPoint) => Point | undefined;
}) {
  const { title, dots, of } = props;
  const found = dots.flatMap((dot) => {
    const point = of(dot.point);
    return point ? [{ dot, point }] : [];
  });
  if (found.length === 0) return null;
  const placed = placePoints(
    found.map(({ point }) => point),
    SQUARE,
  );
  return (
    <figure>
      <h3>
        <Words of={title} />
      </h3>
      <svg class="plane" viewBox={`0 0 ${SQUARE.size} ${SQUARE.size}`}>
        {found.map(({ dot: { name, verdict, href, classes } }, at) => {
          const [x = 0, y = 0] = placed[at] ?? [];
          const circle = (
            <circle
              class={[...classes, ...(verdict === 'wrong' ? ['ring'] : [])].join(' ')}
              cx={x.toFixed(1)}
              cy={y.toFixed(1)}
              r={RADII[verdict]}
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
