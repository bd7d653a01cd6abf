import { useState } from 'react';
import type { Player } from '../../common/player/use-player.ts';
import { useShownRows } from '../../common/use-shown-rows.tsx';
import { ClipRow } from '../clip-row.tsx';
import { useEvaluationWords } from '../evaluation-words.ts';
import evaluation from '../evaluation.module.css';
import classes from './map.module.css';
import type { MapPoint } from './map-points.ts';

type MapListProps = { readonly points: readonly MapPoint[]; readonly player: Player };

/** The clips of the map as a list, which is drawn when it is opened. */
export function MapList({ points, player }: MapListProps) {
  const { t } = useEvaluationWords();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details
      className={classes['list']}
      data-testid="evaluation-map-list"
      onToggle={({ currentTarget: { open } }) => {
        setIsOpen(open);
      }}
    >
      <summary>{t('mapList', { count: points.length })}</summary>
      {isOpen && <Rows points={points} player={player} />}
    </details>
  );
}

function Rows({ points, player }: MapListProps) {
  const { language, percent } = useEvaluationWords();
  const { shown, more } = useShownRows(points);
  return (
    <>
      <ul className={evaluation['clips']}>
        {shown.map((point) => {
          const { label, result, verdict, speaker } = point.groups;
          const others = [verdict, speaker].flatMap((each) => each?.[language] ?? []);
          return (
            <ClipRow key={point.id} clip={point} player={player}>
              {label?.[language]} → <strong>{result?.[language]}</strong>{' '}
              {[percent(point.score), ...others].join(' · ')}
            </ClipRow>
          );
        })}
      </ul>
      {more}
    </>
  );
}
