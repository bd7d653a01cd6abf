import type { Conversation, Moment, Speaker } from '@engine/conversation/conversation.js';
import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import { Panel } from '../../common/panel.tsx';
import { useShownRows } from '../../common/use-shown-rows.tsx';
import { useConversationWords } from '../conversation-words.ts';
import { useSpeakerName } from '../speaker-name.ts';
import type { MomentFilter } from './filter-moments.ts';
import { MomentRow } from './moment-row.tsx';
import classes from './moments.module.css';

type MomentsPanelProps = {
  readonly conversation: Conversation;
  /** Those that pass the filter, in its order. */
  readonly moments: readonly Moment[];
  readonly filter: MomentFilter;
  readonly onFilter: (filter: MomentFilter) => void;
  readonly current: Moment | undefined;
  readonly isPlaying: boolean;
  readonly onPlay: (moment: Moment) => void;
  readonly onStep: (direction: 1 | -1) => void;
};

/** The moments that are worth hearing, with a filter. */
export const MomentsPanel = memo(function MomentsPanel(props: MomentsPanelProps) {
  const { conversation, moments, filter, onFilter, current, isPlaying, onPlay, onStep } = props;
  const { t } = useConversationWords();
  const { shown, more } = useShownRows(moments);
  return (
    <Panel heading={t('moments')} aside={<Steps onStep={onStep} />} testId="moments">
      {conversation.moments.length === 0 ? (
        <Text size="sm" c="var(--quiet)">
          {t('momentsNoneAtAll')}
        </Text>
      ) : (
        <>
          <Filters conversation={conversation} filter={filter} onFilter={onFilter} />
          <Text size="xs" c="var(--quiet)" my={6} role="status">
            {moments.length === 0 ? t('momentsNone') : t('momentsCount', { count: moments.length })}
          </Text>
          <ul className={classes['list']}>
            {shown.map((moment) => (
              <MomentRow
                key={`${moment.speaker} ${moment.start} ${moment.label}`}
                moment={moment}
                conversation={conversation}
                isCurrent={moment === current}
                isPlaying={isPlaying && moment === current}
                onPlay={onPlay}
              />
            ))}
          </ul>
          {more}
        </>
      )}
    </Panel>
  );
});

function Steps({ onStep }: Pick<MomentsPanelProps, 'onStep'>) {
  const { t } = useConversationWords();
  return (
    <Group gap={4}>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconChevronLeft size={14} />}
        onClick={() => {
          onStep(-1);
        }}
      >
        {t('previous')}
      </Button>
      <Button
        size="xs"
        variant="default"
        rightSection={<IconChevronRight size={14} />}
        onClick={() => {
          onStep(1);
        }}
      >
        {t('next')}
      </Button>
    </Group>
  );
}

type FiltersProps = Pick<MomentsPanelProps, 'conversation' | 'filter' | 'onFilter'>;

function Filters({ conversation, filter, onFilter }: FiltersProps) {
  const { t, name, percent } = useConversationWords();
  const nameOf = useSpeakerName();
  const present = new Set(conversation.moments.map(({ label }) => label));
  const labels = conversation.labels.filter(({ id }) => present.has(id));
  const speakerOption = (speaker: Speaker) => ({ value: speaker.id, label: nameOf(speaker) });
  const all = { value: '', label: t('all') };
  return (
    <div className={classes['filters']}>
      <NativeSelect
        size="xs"
        label={t('emotion')}
        data={[all, ...labels.map((label) => ({ value: label.id, label: name(label) }))]}
        value={filter.label}
        onChange={({ currentTarget }) => {
          onFilter({ ...filter, label: currentTarget.value });
        }}
      />
      <NativeSelect
        size="xs"
        label={t('who')}
        data={[all, ...conversation.speakers.map(speakerOption)]}
        value={filter.speaker}
        onChange={({ currentTarget }) => {
          onFilter({ ...filter, speaker: currentTarget.value });
        }}
      />
      <NativeSelect
        size="xs"
        label={t('order')}
        data={[
          { value: 'time', label: t('orderTime') },
          { value: 'rank', label: t('orderRank') },
        ]}
        value={filter.order}
        onChange={({ currentTarget }) => {
          onFilter({ ...filter, order: currentTarget.value === 'rank' ? 'rank' : 'time' });
        }}
      />
      <label className={classes['threshold']}>
        <span>{t('threshold', { value: percent(filter.threshold) })}</span>
        <input
          type="range"
          min={0}
          max={100}
          step={1}
          value={Math.round(100 * filter.threshold)}
          onChange={({ currentTarget }) => {
            onFilter({ ...filter, threshold: Number(currentTarget.value) / 100 });
          }}
        />
      </label>
    </div>
  );
}
