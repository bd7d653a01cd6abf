import type { Conversation, SpeakerSummary } from '@engine/conversation/conversation.js';
import { Stack, Text } from '@mantine/core';
import { memo } from 'react';
import { Panel } from '../../common/panel.tsx';
import { useConversationWords } from '../conversation-words.ts';
import { useSpeakerName } from '../speaker-name.ts';
import { PartsChart } from './parts-chart.tsx';
import { ShareBar } from './share-bar.tsx';

type SummaryPanelProps = { readonly conversation: Conversation };

/** The conversation in words and in charts: shares of speech, never one label for all of it. */
export const SummaryPanel = memo(function SummaryPanel({ conversation }: SummaryPanelProps) {
  const { t, duration } = useConversationWords();
  const { summary, durationSeconds } = conversation;
  return (
    <Panel heading={t('summary')} testId="summary">
      <Stack gap="md">
        <Text size="sm">
          {summary.speechSeconds > 0
            ? t(summary.overlapSeconds >= 0.05 ? 'summaryTotal' : 'summaryNoOverlap', {
                duration: duration(durationSeconds),
                speech: duration(summary.speechSeconds),
                silence: duration(summary.silenceSeconds),
                overlap: duration(summary.overlapSeconds),
              })
            : t('summaryNobody')}
        </Text>
        {summary.speakers.map((share) => (
          <SpeakerWords key={share.speaker} share={share} conversation={conversation} />
        ))}
        {summary.parts.length > 1 && <PartsChart conversation={conversation} />}
        <Text size="xs" c="var(--quiet)">
          {t('caution')}
        </Text>
      </Stack>
    </Panel>
  );
});

type SpeakerWordsProps = SummaryPanelProps & { readonly share: SpeakerSummary };

function SpeakerWords({ share, conversation }: SpeakerWordsProps) {
  const { t, duration, percent, number, labelName } = useConversationWords();
  const nameOf = useSpeakerName();
  const speaker = conversation.speakers.find(({ id }) => id === share.speaker);
  const { emotions } = share;
  const [most] = Object.entries(emotions ?? {}).sort(([, a], [, b]) => b - a);
  const values = {
    speaker: speaker ? nameOf(speaker) : share.speaker,
    speech: duration(share.speechSeconds),
    share: percent(share.speechSeconds / Math.max(0.001, conversation.durationSeconds)),
    monologue: duration(share.longestMonologueSeconds),
    interruptions: share.interruptions,
    rate: share.syllablesPerSecond === undefined ? '–' : number(share.syllablesPerSecond, 1),
  };
  return (
    <div data-testid="summary-speaker">
      <Text size="sm" mb={6}>
        {most && share.speechSeconds > 0
          ? t('summarySpeaker', {
              ...values,
              label: labelName(conversation.labels, most[0]),
              labelShare: percent(most[1]),
            })
          : t('summarySpeakerDimensions', values)}
      </Text>
      {emotions && share.speechSeconds > 0 && (
        <ShareBar shares={emotions} labels={conversation.labels} speaker={values.speaker} />
      )}
    </div>
  );
}
