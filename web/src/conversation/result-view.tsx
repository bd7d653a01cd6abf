import type { Conversation, Moment } from '@engine/conversation/conversation.js';
import { Stack } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { Panel } from '../common/panel.tsx';
import { Board } from './board/board.tsx';
import { usePlayer } from './board/use-player.ts';
import { useView } from './board/use-view.ts';
import { useConversation } from './conversation-store.ts';
import { ExportPanel } from './export-panel.tsx';
import { MomentsPanel } from './moments/moments-panel.tsx';
import { useMoments } from './moments/use-moments.ts';
import { NameFields } from './names-panel.tsx';
import { Findings, Help, Leave, Legend, PlaybackNotice } from './result-parts.tsx';
import { SegmentPanel } from './segment/segment-panel.tsx';
import { lanesOf, segmentOf, type ShownSegment } from './shown-conversation.ts';
import { SummaryPanel } from './summary/summary-panel.tsx';
import { usePaints } from './use-paints.ts';

/** A finished conversation: its lanes, moments, segments, summary and exports. */
export function ResultView({ conversation }: { readonly conversation: Conversation }) {
  const { file, recording, peaks, corrections } = useConversation();
  const lanes = useMemo(() => lanesOf(conversation, corrections), [conversation, corrections]);
  const player = usePlayer(recording, conversation.durationSeconds);
  const { view, viewActions } = useView(conversation.durationSeconds);
  const paints = usePaints(3);
  const [selected, setSelected] = useState<number>();
  const segment = lanes.flatMap(({ segments }) => segments).find(({ index }) => index === selected);
  const select = useCallback((chosen: ShownSegment | undefined) => {
    setSelected(chosen?.index);
  }, []);
  const { reveal } = viewActions;
  const visit = useCallback(
    (moment: Moment) => {
      reveal(moment);
      select(segmentOf(lanes, moment));
    },
    [reveal, select, lanes],
  );
  const { moments, filter, setFilter, current, toggle, step } = useMoments(
    conversation,
    player,
    visit,
  );
  const playSegment = useCallback(
    ({ start, end }: ShownSegment) => {
      player.playFrom(start, end);
    },
    [player],
  );
  const visitSegment = useCallback(
    (chosen: ShownSegment) => {
      select(chosen);
      player.seek(chosen.start);
      reveal(chosen);
    },
    [select, player, reveal],
  );
  return (
    <Stack gap="lg">
      <Panel heading={file} aside={<Leave onLeave={player.pause} />} testId="conversation">
        <Stack gap="sm">
          <Legend conversation={conversation} />
          <Board
            {...{ conversation, lanes, peaks, player, view, viewActions, selected }}
            onSelect={select}
            onMoment={step}
          />
          <PlaybackNotice isPlayable={player.isPlayable} hasRecording={recording !== undefined} />
          <Findings conversation={conversation} />
          <NameFields key={file} conversation={conversation} />
          <Help />
        </Stack>
      </Panel>
      {paints > 0 && (
        <div className="two-columns">
          <MomentsPanel
            {...{ conversation, moments, filter, current }}
            isPlaying={player.isPlaying}
            onFilter={setFilter}
            onPlay={toggle}
            onStep={step}
          />
          <SegmentPanel
            {...{ conversation, lanes, segment }}
            onPlay={playSegment}
            onSelect={visitSegment}
          />
        </div>
      )}
      {paints > 1 && <SummaryPanel conversation={conversation} />}
      {paints > 2 && <ExportPanel conversation={conversation} />}
    </Stack>
  );
}
