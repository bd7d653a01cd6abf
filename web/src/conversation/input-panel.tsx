import { NativeSelect, Stack, Text } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { FileZone } from '../common/file-zone.tsx';
import { Panel } from '../common/panel.tsx';
import { ProblemNotice } from '../common/problem-notice.tsx';
import { setDropTarget } from '../recognise/drop-target.ts';
import { usePage } from '../state/page-store.ts';
import { useSession } from '../state/session-store.ts';
import { useConversation } from './conversation-store.ts';
import { useConversationWords } from './conversation-words.ts';
import classes from './conversation.module.css';
import { CHANNELS, type ConversationSettings } from './conversation-settings.ts';
import { LivePanel } from './live/live-panel.tsx';
import { runConversation } from './run-conversation.ts';

/** Takes a recording, from a file or from the microphone, and how its channels become speakers. */
export function InputPanel() {
  const { t } = useConversationWords();
  const phase = useConversation((state) => state.phase);
  // While somebody speaks, a phone shows what is heard on its first screen.
  const isRecording = useSession((state) => state.recording);
  const [settings, setSettings] = useState<ConversationSettings>({ channels: 'auto' });
  return (
    <>
      {!isRecording && (
        <Panel heading={t('heading')} testId="conversation-input">
          <Stack gap="md">
            <Text size="sm" c="var(--quiet)">
              {t('intro')}
            </Text>
            {phase.name === 'failed' && (
              <ProblemNotice title={t('failed')} problem={phase.problem} />
            )}
            <Settings settings={settings} onChange={setSettings} />
            <Drop settings={settings} />
          </Stack>
        </Panel>
      )}
      <LivePanel settings={settings} />
    </>
  );
}

type SettingsProps = {
  readonly settings: ConversationSettings;
  readonly onChange: (settings: ConversationSettings) => void;
};

function Settings({ settings, onChange }: SettingsProps) {
  const { t } = useConversationWords();
  const { channels, speakers } = settings;
  const separates = usePage((state) => state.settings?.separatesSpeakers ?? true);
  return (
    <div className={classes['fields']}>
      <NativeSelect
        label={t('channels')}
        data={CHANNELS.map((value) => ({ value, label: t(`channelsOf.${value}`) }))}
        value={channels}
        onChange={({ currentTarget: { value } }) => {
          onChange({ ...settings, channels: CHANNELS.find((each) => each === value) ?? 'auto' });
        }}
      />
      {separates ? (
        <NativeSelect
          label={t('speakers')}
          data={[
            { value: '', label: t('speakersAuto') },
            ...[1, 2, 3, 4, 5, 6].map((count) => ({ value: String(count), label: String(count) })),
          ]}
          value={speakers === undefined ? '' : String(speakers)}
          onChange={({ currentTarget: { value } }) => {
            onChange({ ...settings, speakers: value === '' ? undefined : Number(value) });
          }}
        />
      ) : (
        <Text size="xs" c="var(--quiet)" data-testid="speakers-one">
          {t('speakersOne')}
        </Text>
      )}
    </div>
  );
}

function Drop({ settings }: { readonly settings: ConversationSettings }) {
  const { t, number } = useConversationWords();
  const limit = usePage((state) => state.settings?.maxConversationMb);
  useEffect(
    () =>
      setDropTarget('conversation', {
        take: ([first]) => {
          if (first) void runConversation(first.name, first.recording, settings);
        },
      }),
    [settings],
  );
  return (
    <div>
      <FileZone
        icon={<IconMessages size={34} stroke={1.4} aria-hidden />}
        title={t('drop')}
        lines={[
          t('dropHint'),
          limit === undefined ? undefined : t('limit', { size: `${number(limit, 0)} MB` }),
        ]}
        label={t('drop')}
        testId="conversation-drop"
        onFiles={([file]) => {
          if (file) void runConversation(file.name, file, settings);
        }}
      />
    </div>
  );
}
