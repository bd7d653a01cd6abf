import { Button, Text } from '@mantine/core';
import type { Label } from '../api/types.ts';
import { Panel } from '../common/panel.tsx';
import type { Player } from '../common/player/use-player.ts';
import { useShownRows } from '../common/use-shown-rows.tsx';
import { ClipRow } from './clip-row.tsx';
import type { JudgedClip } from './compute-evaluation.ts';
import { useEvaluationWords } from './evaluation-words.ts';
import classes from './evaluation.module.css';
import type { Cell } from './matrix.tsx';

type ClipsPanelProps = {
  readonly clips: readonly JudgedClip[];
  readonly labels: readonly Label[];
  /** The cell of the matrix whose clips are shown; all wrong ones without it. */
  readonly cell: Cell | undefined;
  readonly player: Player;
  readonly onAll: () => void;
};

/** The wrong clips, or those of a cell of the matrix, to hear. */
export function ClipsPanel({ clips, labels, cell, player, onAll }: ClipsPanelProps) {
  const { t, terms, name, percent } = useEvaluationWords();
  const { shown, more } = useShownRows(clips);
  const nameOf = (at: number) => name(labels[at]);
  const count = clips.length;
  const heading = () => {
    if (!cell) return count > 0 ? t('errors', { count }) : terms.wrong;
    const { truth, result } = cell;
    if (truth === result) return t('rightAs', { truth: nameOf(truth) });
    return terms.wrongAs(nameOf(truth), nameOf(result));
  };
  return (
    <Panel
      heading={heading()}
      aside={
        cell && (
          <Button size="xs" variant="default" onClick={onAll}>
            {t('allErrors')}
          </Button>
        )
      }
      testId="evaluation-clips"
    >
      <Text size="sm" c="var(--quiet)" role="status" mb="xs">
        {count === 0 ? t('noErrors') : t('clipsOf', { count })}
      </Text>
      <ul className={classes['clips']}>
        {shown.map((clip) => (
          <ClipRow key={clip.id} clip={clip} player={player}>
            {nameOf(clip.truth)} → <strong>{nameOf(clip.result)}</strong> {percent(clip.score)}
            {clip.speaker !== undefined && ` · ${clip.speaker}`}
          </ClipRow>
        ))}
      </ul>
      {more}
    </Panel>
  );
}
