import type { Point } from '@engine/evaluation/web.js';
import { Loader, Text } from '@mantine/core';
import { type KeyboardEvent, type MouseEvent, useMemo, useRef } from 'react';
import type { Player } from '../../common/player/use-player.ts';
import { placePoints } from '../engine.ts';
import { useEvaluationWords } from '../evaluation-words.ts';
import { Dot } from './dot.tsx';
import classes from './map.module.css';
import type { CountedGroups, MapPoint } from './map-points.ts';
import { DIRECTIONS, nearestPoint, nextPoint } from './nearest-point.ts';
import { useDescribePoint } from './use-describe-point.ts';
import type { Projected } from './project-embeddings.ts';

const SQUARE = { size: 420, margin: 12 };

/** How far from a point a finger may be, in pixels of the screen. */
const REACH = 22;

type PlaneProps = {
  readonly points: readonly MapPoint[];
  /** Absent while it is computed. */
  readonly projected: Projected | 'failed' | undefined;
  readonly colored: CountedGroups | undefined;
  readonly player: Player;
};

/** The points of a projection, or why there are none. */
export function Plane({ projected, ...props }: PlaneProps) {
  const { t } = useEvaluationWords();
  if (projected === undefined)
    return (
      <div className={classes['empty']} role="status">
        <Loader size={22} />
        <Text size="sm">{t('projecting')}</Text>
      </div>
    );
  if (typeof projected === 'string')
    return (
      <div className={classes['empty']} role="status">
        <Text size="sm">{t(`noProjection.${projected}`)}</Text>
      </div>
    );
  return <Points projected={projected} {...props} />;
}

type PointsProps = Omit<PlaneProps, 'projected'> & {
  readonly projected: Exclude<Projected, string>;
};

/** One stop of the Tab key; the arrow keys go from point to point, and each plays. */
function Points({ points, projected, colored, player }: PointsProps) {
  const { t } = useEvaluationWords();
  const describe = useDescribePoint();
  const svg = useRef<SVGSVGElement>(null);
  const places = useMemo(() => placePoints(projected, SQUARE), [projected]);
  const colors = useMemo(
    () => new Map(colored?.groups.map(({ id, color }) => [id, color])),
    [colored],
  );
  const labels = useMemo(() => points.map(describe), [points, describe]);
  const current = points.findIndex(({ id }) => id === player.current?.id);
  const chosen = points[current];
  const elementOf = (at: number) => svg.current?.querySelector<SVGElement>(`[data-at="${at}"]`);

  /** Plays the point that received the focus; one that is played already goes on. */
  const onFocus = (element: Element) => {
    const point = points[Number(element.getAttribute('data-at') ?? NaN)];
    if (point && point.id !== player.current?.id) player.play(point);
  };
  const press = (at: number) => {
    const [element, point] = [elementOf(at), points[at]];
    const willPlay = at !== current && element !== document.activeElement;
    element?.focus({ preventScroll: true });
    if (!willPlay && point) player.play(point);
  };
  const onClick = ({ currentTarget, clientX, clientY }: MouseEvent<SVGSVGElement>) => {
    const { left, top, width } = currentTarget.getBoundingClientRect();
    const scale = SQUARE.size / width;
    const place = [(clientX - left) * scale, (clientY - top) * scale] as const;
    const at = nearestPoint(places, place, REACH * scale);
    if (at !== undefined) press(at);
  };
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>) => {
    const focused = Number((event.target as Element).getAttribute('data-at') ?? NaN);
    const direction = DIRECTIONS[event.key];
    if (direction) {
      event.preventDefault();
      const at = nextPoint(places, focused, direction);
      if (at !== undefined) elementOf(at)?.focus({ preventScroll: true });
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      press(focused);
    }
  };
  return (
    <div>
      <p className={classes['chosen']} role="status" data-testid="evaluation-map-point">
        {labels[current] ?? t('mapKeys')}
      </p>
      <svg
        ref={svg}
        className={classes['plane']}
        viewBox={`0 0 ${SQUARE.size} ${SQUARE.size}`}
        role="listbox"
        aria-label={t('mapPoints')}
        data-testid="evaluation-map-plane"
        onMouseDown={(event) => {
          // The nearest point gets the focus, not what happens to lie under the pointer.
          event.preventDefault();
        }}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => {
          onFocus(target);
        }}
      >
        {points.map((point, at) => (
          <Dot
            key={point.id}
            at={at}
            place={places[at] ?? [0, 0]}
            color={colors.get((colored && point.groups[colored.by]?.id) ?? '') ?? '#888888'}
            verdict={point.verdict}
            label={labels[at] ?? ''}
            isCurrent={at === current}
            isStop={at === Math.max(0, current)}
          />
        ))}
        {chosen && <Halo place={places[current] ?? [0, 0]} />}
      </svg>
    </div>
  );
}

/** Shows which point plays, or played last. */
function Halo({ place: [x, y] }: { readonly place: Point }) {
  return <circle className={classes['halo']} cx={x} cy={y} r={8} aria-hidden />;
}
