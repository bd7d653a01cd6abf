import type { Point, Verdict } from '@engine/evaluation/web.js';
import { memo } from 'react';
import classes from './map.module.css';

type DotProps = {
  readonly at: number;
  readonly place: Point;
  readonly color: string;
  readonly verdict: Verdict;
  readonly label: string;
  /** Whether it is the clip that plays or played last. */
  readonly isCurrent: boolean;
  /** Whether the Tab key goes to it. */
  readonly isStop: boolean;
};

/** A point of the map; its shape says whether the result is right. */
export const Dot = memo(function Dot(props: DotProps) {
  const { at, place, color, verdict, label, isCurrent, isStop } = props;
  return (
    <circle
      className={classes['dot']}
      role="option"
      aria-selected={isCurrent}
      aria-label={label}
      tabIndex={isStop ? 0 : -1}
      data-at={at}
      data-verdict={verdict}
      cx={place[0]}
      cy={place[1]}
      r={verdict === 'outside' ? 2.5 : 4}
      style={{ color }}
    />
  );
});
