import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconMicrophone, IconMicrophoneOff, IconPlayerStop } from '@tabler/icons-react';
import { Panel } from '../../common/panel.tsx';
import { formatClock } from '../../i18n/format.ts';
import { useConversationWords } from '../conversation-words.ts';
import type { ConversationSettings } from '../conversation-settings.ts';
import { Comparison, VoiceSelect } from './live-voice.tsx';
import { LiveBars } from './live-bars.tsx';
import { LiveStrip } from './live-strip.tsx';
import { type LiveState, useLive } from './use-live.ts';

type LivePanelProps = { readonly settings: ConversationSettings };

/** Shows the emotion while somebody speaks; at the end, all of it is analysed by itself. */
export function LivePanel({ settings }: LivePanelProps) {
  const { t, page } = useConversationWords();
  const { state, start, stop } = useLive(settings);
  const { phase, problem } = state;
  return (
    <Panel heading={t('live.heading')} testId="live">
      <Stack gap="md">
        {phase === 'idle' ? (
          <Group gap="md" align="end">
            <VoiceSelect />
            <Button
              leftSection={<IconMicrophone size={16} />}
              onClick={() => {
                void start();
              }}
            >
              {t('live.start')}
            </Button>
            <Text size="sm" c="var(--quiet)">
              {t('live.hint')}
            </Text>
          </Group>
        ) : (
          <Running state={state} onStop={stop} />
        )}
        {problem && (
          <Alert role="alert" color="red" icon={<IconMicrophoneOff />} data-testid="live-problem">
            {page(`record.problems.${problem.kind}`, { detail: problem.detail })}
          </Alert>
        )}
      </Stack>
    </Panel>
  );
}

type RunningProps = { readonly state: LiveState; readonly onStop: () => Promise<void> };

function Running({ state, onStop }: RunningProps) {
  const { t } = useConversationWords();
  const { phase, seconds, lost, measurements } = state;
  return (
    <>
      <Group gap="md">
        <Button
          leftSection={<IconPlayerStop size={16} />}
          disabled={phase === 'connecting'}
          loading={phase === 'ending'}
          onClick={() => void onStop()}
        >
          {t('live.stop')}
        </Button>
        <Text className="numbers" fw={600} role="status" data-testid="live-phase">
          {phase === 'connecting'
            ? t('live.connecting')
            : t('live.listening', { time: formatClock(seconds) })}
        </Text>
      </Group>
      {lost !== undefined && (
        <Alert role="alert" color="orange" data-testid="live-lost">
          {lost === '' ? t('live.lost') : t('live.refused', { detail: lost })}
        </Alert>
      )}
      <Comparison state={state} />
      {phase === 'listening' && measurements.length === 0 && lost === undefined && (
        <Text size="sm" c="var(--quiet)">
          {t('live.quiet')}
        </Text>
      )}
      <LiveBars state={state} />
      <LiveStrip state={state} />
    </>
  );
}
