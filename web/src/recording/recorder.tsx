import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import {
  IconMicrophone,
  IconMicrophoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconTrash,
} from '@tabler/icons-react';
import { formatClock } from '../i18n/format.ts';
import { useWords } from '../i18n/use-words.ts';
import { LevelMeter } from './level-meter.tsx';
import classes from './recorder.module.css';
import { LIMIT_SECONDS, type RecorderReading } from './recorder-session.ts';
import { type RecorderPhase, useRecorder } from './use-recorder.ts';

type RecorderProps = {
  readonly onRecording: (recording: Blob) => void;
  /** What to record. Default: a whole sentence. */
  readonly hint?: string;
};

/** Records from the microphone. */
export function Recorder({ onRecording, hint }: RecorderProps) {
  const { t } = useWords();
  const { phase, reading, start, setPaused, end } = useRecorder(onRecording);
  const resting = phase.name === 'idle' || phase.name === 'problem';
  return (
    <Stack className={classes['recorder'] ?? ''} align="center" data-testid="recorder">
      {resting ? (
        <Button size="md" leftSection={<IconMicrophone size={18} />} onClick={() => void start()}>
          {t('record.start')}
        </Button>
      ) : (
        <Running phase={phase} reading={reading} onPause={setPaused} onEnd={end} />
      )}
      <Notice phase={phase} hint={hint} />
    </Stack>
  );
}

type RunningProps = {
  readonly phase: RecorderPhase;
  readonly reading: RecorderReading;
  readonly onPause: (paused: boolean) => void;
  readonly onEnd: (keep: boolean) => Promise<void>;
};

function Running({ phase, reading, onPause, onEnd }: RunningProps) {
  const { t } = useWords();
  const started = phase.name === 'recording' || phase.name === 'paused';
  const elapsed = formatClock(reading.elapsedSeconds);
  return (
    <>
      <Text fz="xl" fw={650} role="status" className="numbers" data-testid="recorder-phase">
        <PhaseWords phase={phase} />
      </Text>
      {started && (
        <Text size="sm" c="var(--quiet)" className="numbers">
          {t('record.elapsed', { elapsed, limit: formatClock(LIMIT_SECONDS) })}
        </Text>
      )}
      <LevelMeter decibel={reading.levelDecibel} />
      {reading.silent && phase.name !== 'paused' && (
        <Alert role="alert" color="orange" icon={<IconMicrophoneOff />} data-testid="silent">
          {t('record.silent')}
        </Alert>
      )}
      <Group gap="xs" justify="center">
        {started && (
          <>
            <Button leftSection={<IconPlayerStop size={16} />} onClick={() => void onEnd(true)}>
              {t('record.stop')}
            </Button>
            <PauseButton paused={phase.name === 'paused'} onPause={onPause} />
          </>
        )}
        <Button
          variant="subtle"
          leftSection={<IconTrash size={16} />}
          onClick={() => void onEnd(false)}
        >
          {t('record.cancel')}
        </Button>
      </Group>
    </>
  );
}

type PauseButtonProps = Pick<RunningProps, 'onPause'> & { readonly paused: boolean };

function PauseButton({ paused, onPause }: PauseButtonProps) {
  const { t } = useWords();
  return (
    <Button
      variant="default"
      leftSection={paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
      onClick={() => {
        onPause(!paused);
      }}
    >
      {paused ? t('record.resume') : t('record.pause')}
    </Button>
  );
}

function PhaseWords({ phase }: { readonly phase: RecorderPhase }) {
  const { t } = useWords();
  if (phase.name === 'asking') return t('record.asking');
  if (phase.name === 'countdown') return t('record.countdown', { count: phase.left });
  return phase.name === 'paused' ? t('record.paused') : t('record.recording');
}

type NoticeProps = { readonly phase: RecorderPhase; readonly hint: string | undefined };

function Notice({ phase, hint }: NoticeProps) {
  const { t } = useWords();
  if (phase.name === 'problem')
    return (
      <Alert role="alert" color="red" icon={<IconMicrophoneOff />} data-testid="recorder-problem">
        {t(`record.problems.${phase.problem}`, { detail: phase.detail })}
      </Alert>
    );
  const reached = phase.name === 'idle' && phase.reached === true;
  return (
    <Text size="sm" c="var(--quiet)" ta="center">
      {reached ? t('record.reached') : (hint ?? t('record.hint'))}
    </Text>
  );
}
