import type { Conversation } from '@engine/conversation/conversation.js';
import { Badge, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconDownload,
  IconPlayerPlay,
} from '@tabler/icons-react';
import { memo, useState } from 'react';
import { Panel } from '../../common/panel.tsx';
import { saveBlob } from '../../common/save-file.ts';
import { formatClock, formatTenths } from '../../i18n/format.ts';
import { findingText } from '../../result/finding-words.ts';
import { cutClip } from '../cut-clip.ts';
import { correctLabel } from '../corrections.ts';
import { setCorrections, useConversation } from '../conversation-store.ts';
import { useConversationWords } from '../conversation-words.ts';
import type { Lane, ShownSegment } from '../shown-conversation.ts';
import { useSpeakerName } from '../speaker-name.ts';
import { AdaptButton } from './adapt-button.tsx';
import { SegmentBars } from './segment-bars.tsx';

type SegmentPanelProps = {
  readonly conversation: Conversation;
  readonly lanes: readonly Lane[];
  readonly segment: ShownSegment | undefined;
  readonly onPlay: (segment: ShownSegment) => void;
  readonly onSelect: (segment: ShownSegment) => void;
};

/** The selected segment: its probabilities, its label, which the listener can correct, and its audio. */
export const SegmentPanel = memo(function SegmentPanel(props: SegmentPanelProps) {
  const { conversation, lanes, segment, onPlay, onSelect } = props;
  const { t } = useConversationWords();
  return (
    <Panel
      heading={t('segment')}
      aside={<Steps lanes={lanes} segment={segment} onSelect={onSelect} />}
      testId="segment"
    >
      {segment ? (
        <Selected conversation={conversation} segment={segment} onPlay={onPlay} />
      ) : (
        <Text size="sm" c="var(--quiet)">
          {t('segmentNone')}
        </Text>
      )}
    </Panel>
  );
});

/** So that segments can be reached without a pointer. */
function Steps({
  lanes,
  segment,
  onSelect,
}: Pick<SegmentPanelProps, 'lanes' | 'segment' | 'onSelect'>) {
  const { t } = useConversationWords();
  const all = lanes.flatMap(({ segments }) => segments).sort((a, b) => a.index - b.index);
  const at = all.findIndex(({ index }) => index === segment?.index);
  const step = (direction: 1 | -1) => () => {
    const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + direction))];
    if (next) onSelect(next);
  };
  return (
    <Group gap={4}>
      <Button size="xs" variant="default" aria-label={t('previousSegment')} onClick={step(-1)}>
        <IconChevronLeft size={14} />
      </Button>
      <Button size="xs" variant="default" aria-label={t('nextSegment')} onClick={step(1)}>
        <IconChevronRight size={14} />
      </Button>
    </Group>
  );
}

type SelectedProps = {
  readonly conversation: Conversation;
  readonly segment: ShownSegment;
  readonly onPlay: (segment: ShownSegment) => void;
};

function Selected({ conversation, segment, onPlay }: SelectedProps) {
  const { t, name, labelName, percent, language } = useConversationWords();
  const nameOf = useSpeakerName();
  const corrections = useConversation((state) => state.corrections);
  const { labels, speakers, segments } = conversation;
  const speaker = speakers.find(({ id }) => id === segment.speaker);
  const own = segments[segment.index];
  return (
    <Stack gap="sm" aria-live="polite">
      <Text size="sm" fw={600} className="numbers">
        {t('segmentAt', {
          speaker: speaker ? nameOf(speaker) : segment.speaker,
          start: formatTenths(segment.start),
          end: formatTenths(segment.end),
        })}
      </Text>
      <NativeSelect
        label={t('correct')}
        data={labels.map((label) => ({ value: label.id, label: name(label) }))}
        value={segment.label}
        onChange={({ currentTarget: { value } }) => {
          setCorrections(correctLabel(corrections, conversation, segment.index, value));
        }}
      />
      {segment.isCorrected && own && (
        <Group gap="xs">
          <Badge variant="light" tt="none">
            {t('corrected')}
          </Badge>
          <Text size="xs" c="var(--quiet)">
            {t('modelSaid', { label: labelName(labels, own.label), score: percent(own.score) })}
          </Text>
        </Group>
      )}
      <SegmentBars segment={segment} labels={labels} />
      {segment.findings.map((finding) => (
        <Text key={finding.code} size="xs" data-code={finding.code}>
          {findingText(finding, language)}
        </Text>
      ))}
      <Group gap="xs">
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlayerPlay size={14} />}
          onClick={() => {
            onPlay(segment);
          }}
        >
          {t('playSegment')}
        </Button>
        <ClipButton segment={segment} />
        <AdaptButton />
      </Group>
    </Stack>
  );
}

/** Saves the audio of a stretch; the recording itself is needed for it. */
function ClipButton({ segment }: { readonly segment: ShownSegment }) {
  const { t } = useConversationWords();
  const recording = useConversation((state) => state.recording);
  const file = useConversation((state) => state.file);
  const [failed, setFailed] = useState(false);
  if (!recording) return null;
  const save = async () => {
    const clip = await cutClip(recording, segment.start, segment.end);
    setFailed(clip === undefined);
    const stem = file.replace(/\.[a-z0-9]{1,5}$/i, '');
    if (clip) saveBlob(`${stem} ${formatClock(segment.start).replaceAll(':', '.')}.wav`, clip);
  };
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={14} />}
        onClick={() => void save()}
      >
        {t('clip')}
      </Button>
      {failed && (
        <Text size="xs" role="alert">
          {t('clipFailed')}
        </Text>
      )}
    </>
  );
}
