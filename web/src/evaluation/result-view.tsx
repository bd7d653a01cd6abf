import { Alert, Stack } from '@mantine/core';
import { useMemo, useState } from 'react';
import { ClipPlayer } from '../common/player/clip-player.tsx';
import { usePlayer } from '../common/player/use-player.ts';
import { chosenModel, useModels } from '../state/models-store.ts';
import { usePage } from '../state/page-store.ts';
import { isPending } from '../state/pending-jobs.ts';
import type { Plan } from './check-labels.ts';
import { ClipsPanel } from './clips-panel.tsx';
import { computeEvaluation, notCounted } from './compute-evaluation.ts';
import { useEvaluation } from './evaluation-store.ts';
import { useEvaluationWords } from './evaluation-words.ts';
import { FiguresPanel } from './figures-panel.tsx';
import { LeftOutPanel } from './left-out-panel.tsx';
import { MapPanel } from './map/map-panel.tsx';
import type { Cell } from './matrix.tsx';

/** The figures of the recordings that have a result, the matrix, and the clips to hear. */
export function ResultView({ plan }: { readonly plan: Plan }) {
  const { t } = useEvaluationWords();
  const model = useModels(chosenModel);
  const jobs = useEvaluation((state) => state.jobs);
  const dataName = useEvaluation(({ tables }) => tables.map(({ name }) => name).join(', '));
  const version = usePage(({ settings }) => settings?.version ?? '');
  const madeBy = `wav2emo ${version}, ${navigator.userAgent}`;
  const [cell, setCell] = useState<Cell | undefined>(undefined);
  const player = usePlayer();
  const manifest = model?.manifest;
  const modelId = model?.id ?? '';
  const ofModel = useMemo(
    () => jobs.filter((job) => job.status !== 'finished' || !isPending(job, modelId)),
    [jobs, modelId],
  );
  const computed = useMemo(
    () => manifest && computeEvaluation(plan, ofModel, { manifest, madeBy, dataName }),
    [plan, ofModel, manifest, madeBy, dataName],
  );
  const isOutdated = ofModel.length < jobs.length;
  const hasRun = jobs.some(({ status }) => status === 'finished' || status === 'failed');
  if (!computed || !manifest)
    return (
      <Stack gap="lg">
        {hasRun && <Alert color="orange">{t(isOutdated ? 'outdated' : 'noFigures')}</Alert>}
        <LeftOutPanel leftOut={hasRun ? notCounted(plan, ofModel) : plan.leftOut} />
      </Stack>
    );
  const wrong = (shown: Cell | undefined) =>
    computed.judged.filter(({ truth, result }) =>
      shown ? truth === shown.truth && result === shown.result : truth !== result,
    );
  const open = (chosen: Cell) => {
    setCell(chosen);
    const [first] = wrong(chosen);
    if (first) player.play(first);
    // The focus stays on the number, so that the next one is near.
    document
      .querySelector('[data-testid=evaluation-clips]')
      ?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  };
  return (
    <Stack gap="lg">
      <FiguresPanel computed={computed} labels={manifest.labels} cell={cell} onCell={open} />
      <ClipsPanel
        clips={wrong(cell)}
        labels={manifest.labels}
        cell={cell}
        player={player}
        onAll={() => {
          setCell(undefined);
        }}
      />
      {computed.map && <MapPanel content={computed.map} player={player} />}
      <LeftOutPanel leftOut={computed.leftOut} />
      <ClipPlayer player={player} />
    </Stack>
  );
}
