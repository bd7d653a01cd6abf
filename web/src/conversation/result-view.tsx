import type { Conversation, Moment } from '@engine/conversation/conversation.js';
import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Panel } from '../common/panel.tsx';
import { emotionColor } from '../common/emotion-color.ts';
import { findingText } from '../result/finding-words.ts';
import { Board } from './board/board.tsx';
import boardClasses from './board/board.module.css';
import { usePlayer } from './board/use-player.ts';
import { useView } from './board/use-view.ts';
import { attachRecording, leaveConversation, useConversation } from './conversation-store.ts';
import { useConversationWords } from './conversation-words.ts';
import classes from './conversation.module.css';
import { ExportPanel } from './export-panel.tsx';
import { ALL_MOMENTS, filterMoments, neighbourMoment } from './moments/filter-moments.ts';
import { MomentsPanel } from './moments/moments-panel.tsx';
import { NameFields } from './names-panel.tsx';
import { SegmentPanel } from './segment/segment-panel.tsx';
import { lanesOf, type ShownSegment } from './shown-conversation.ts';
import { SummaryPanel } from './summary/summary-panel.tsx';
import { useAfterPaint } from './use-after-paint.ts';

/** A moment is played from a little before its beginning, in seconds. */
const RUN_UP_SECONDS = 0.5;

/** A finished conversation: its lanes, moments, segments, summary and exports. */
export function ResultView({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useConversationWords();
  const { file, recording, peaks, corrections } = useConversation();
  const lanes = useMemo(() => lanesOf(conversation, corrections), [conversation, corrections]);
  const player = usePlayer(recording, conversation.durationSeconds);
  const view = useView(conversation.durationSeconds);
  const isPainted = useAfterPaint();
  const [selected, setSelected] = useState<number>();
  const segment = lanes.flatMap(({ segments }) => segments).find(({ index }) => index === selected);
  const select = useCallback((chosen: ShownSegment | undefined) => {
    setSelected(chosen?.index);
  }, []);
  const { moments, filter, setFilter, current, play, step } = useMoments(
    conversation,
    player,
    view.reveal,
  );
  return (
    <Stack gap="lg">
      <Panel heading={file} aside={<Leave onLeave={player.pause} />} testId="conversation">
        <Stack gap="sm">
          <Legend conversation={conversation} />
          <Board
            {...{ conversation, lanes, peaks, player, view, selected }}
            onSelect={select}
            onMoment={step}
          />
          <PlaybackNotice isPlayable={player.isPlayable} hasRecording={recording !== undefined} />
          <Findings conversation={conversation} />
          <NameFields key={file} conversation={conversation} />
          <details className={classes['keys']}>
            <summary>{t('keys')}</summary>
            <p id="conversation-keys">{t('boardHelp')}</p>
          </details>
        </Stack>
      </Panel>
      <div className="two-columns">
        <MomentsPanel
          {...{ conversation, moments, filter, current }}
          onFilter={setFilter}
          onPlay={play}
          onStep={step}
        />
        <SegmentPanel
          {...{ conversation, lanes, segment }}
          onPlay={({ start, end }) => {
            player.playFrom(start, end);
          }}
          onSelect={(chosen) => {
            select(chosen);
            player.seek(chosen.start);
            view.reveal(chosen);
          }}
        />
      </div>
      {isPainted && <SummaryPanel conversation={conversation} />}
      <ExportPanel conversation={conversation} />
    </Stack>
  );
}

/** The moments that pass the filter, and the way from one to the next. */
function useMoments(
  conversation: Conversation,
  player: ReturnType<typeof usePlayer>,
  reveal: (moment: Moment) => void,
) {
  const [filter, setFilter] = useState(ALL_MOMENTS);
  const [current, setCurrent] = useState<Moment>();
  const moments = useMemo(
    () => filterMoments(conversation.moments, filter),
    [conversation.moments, filter],
  );
  const play = useCallback(
    (moment: Moment) => {
      setCurrent(moment);
      reveal(moment);
      player.playFrom(Math.max(0, moment.start - RUN_UP_SECONDS));
    },
    [player, reveal],
  );
  const step = (direction: 1 | -1) => {
    const from = current ? current.start : player.time();
    const next = neighbourMoment(moments, current && direction < 0 ? from + 0.5 : from, direction);
    if (next) play(next);
  };
  return { moments, filter, setFilter, current, play, step };
}

function Leave({ onLeave }: { readonly onLeave: () => void }) {
  const { t } = useConversationWords();
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconArrowLeft size={14} />}
      onClick={() => {
        onLeave();
        leaveConversation();
      }}
    >
      {t('again')}
    </Button>
  );
}

function Legend({ conversation: { labels } }: { readonly conversation: Conversation }) {
  const { t, name } = useConversationWords();
  return (
    <ul className={boardClasses['legend']} aria-label={t('legend')}>
      {labels.map((label, at) => (
        <li key={label.id}>
          <i style={{ background: emotionColor(label.en, at) }} aria-hidden />
          {name(label)}
        </li>
      ))}
    </ul>
  );
}

type NoticeProps = { readonly isPlayable: boolean | undefined; readonly hasRecording: boolean };

/** Why nothing plays; a kept conversation gets its recording back from its file. */
function PlaybackNotice({ isPlayable, hasRecording }: NoticeProps) {
  const { t } = useConversationWords();
  const input = useRef<HTMLInputElement>(null);
  if (hasRecording) return isPlayable === false ? <Text size="xs">{t('notPlayable')}</Text> : null;
  return (
    <Group gap="xs">
      <Text size="xs" c="var(--quiet)">
        {t('attachHint')}
      </Text>
      <Button size="compact-xs" variant="light" onClick={() => input.current?.click()}>
        {t('attach')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('attach')}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) attachRecording(file);
        }}
      />
    </Group>
  );
}

function Findings({ conversation: { findings } }: { readonly conversation: Conversation }) {
  const { language } = useConversationWords();
  if (findings.length === 0) return null;
  return (
    <Alert color="orange" variant="light" data-testid="conversation-findings">
      <List size="sm">
        {findings.map((finding) => (
          <List.Item key={finding.code}>{findingText(finding, language)}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
