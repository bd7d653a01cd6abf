import { Button, Progress, Text } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useCallback } from 'react';
import { Panel } from '../common/panel.tsx';
import { chosenModel, useModels } from '../state/models-store.ts';
import { Canvas } from './board/canvas.tsx';
import type { Size } from './board/draw-lane.ts';
import { useColors } from './board/use-colors.ts';
import classes from './conversation.module.css';
import { type Phase, useConversation } from './conversation-store.ts';
import { useConversationWords } from './conversation-words.ts';
import { stopConversation } from './run-conversation.ts';

const LINE = 12;

/** How far the analysis is, and what is known so far. */
export function ProgressPanel() {
  const { t } = useConversationWords();
  const phase = useConversation((state) => state.phase);
  const file = useConversation((state) => state.file);
  const words = usePhaseWords(phase);
  return (
    <Panel
      heading={file}
      aside={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerStop size={14} />}
          onClick={stopConversation}
        >
          {t('stop')}
        </Button>
      }
      testId="conversation-progress"
    >
      <div className={classes['progress']}>
        <Text size="sm" className="numbers" role="status">
          {words}
        </Text>
        <Progress value={100 * shareOf(phase)} aria-label={words} />
        <Partial phase={phase} />
      </div>
    </Panel>
  );
}

function usePhaseWords(phase: Phase): string {
  const { t, percent, duration } = useConversationWords();
  if (phase.name === 'sending') return t('sending', { share: percent(phase.share) });
  if (phase.name !== 'running') return t('queued');
  const done = duration(phase.seconds);
  return phase.totalSeconds === undefined
    ? t('runningUnknown', { done })
    : t('running', { done, total: duration(phase.totalSeconds) });
}

/** Sending is the first fifth of the bar, computing the rest. */
function shareOf(phase: Phase): number {
  if (phase.name === 'sending') return 0.2 * phase.share;
  if (phase.name !== 'running' || phase.totalSeconds === undefined) return 0.2;
  return 0.2 + 0.8 * Math.min(1, phase.seconds / Math.max(0.001, phase.totalSeconds));
}

/** The strips of the speakers so far. */
function Partial({ phase }: { readonly phase: Phase }) {
  const { t } = useConversationWords();
  const partial = useConversation((state) => state.partial);
  const labels = useModels((state) => chosenModel(state)?.manifest?.labels);
  const { colors, colorOf } = useColors(labels ?? NO_LABELS);
  const speakers = [...new Set(partial.map(({ speaker }) => speaker))];
  const known = partial.reduce((latest, { end }) => Math.max(latest, end), 1);
  const total = (phase.name === 'running' ? phase.totalSeconds : undefined) ?? known;
  const height = Math.max(1, speakers.length) * (LINE + 4);
  const order = speakers.join(' ');
  const draw = useCallback(
    (context: CanvasRenderingContext2D, { width }: Size) => {
      context.fillStyle = colors.gap;
      context.fillRect(0, 0, width, height);
      const rows = order.split(' ');
      for (const { speaker, label, start, end } of partial) {
        context.fillStyle = colorOf(label);
        const x = (start / total) * width;
        const y = 2 + rows.indexOf(speaker) * (LINE + 4);
        context.fillRect(x, y, Math.max(1, ((end - start) / total) * width), LINE);
      }
    },
    [partial, order, total, height, colors, colorOf],
  );
  if (partial.length === 0) return null;
  return (
    <>
      <div>
        <Canvas height={height} draw={draw} />
      </div>
      <Text size="xs" c="var(--quiet)">
        {t('provisional')}
      </Text>
    </>
  );
}

const NO_LABELS: readonly never[] = [];
