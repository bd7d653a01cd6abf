import { Button, Group, Text, useComputedColorScheme } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import type { Recognition } from '../api/types.ts';
import { formatClock } from '../i18n/format.ts';
import { useWords } from '../i18n/use-words.ts';
import { FrequencyAxis, TimeAxis } from './axes.tsx';
import axes from './axes.module.css';
import { decodeRecording, type Drawing, SPECTROGRAM_SECONDS } from './decode-recording.ts';
import classes from './result.module.css';
import { seekTarget } from './seek-target.ts';
import { SPECTROGRAM_HEIGHT, useWavesurfer } from './use-wavesurfer.ts';

type PlayerProps = {
  readonly name: string;
  readonly recording: Blob;
  readonly result: Recognition;
};

/** The waveform with a player and, if the browser can decode the recording, the spectrogram. */
export function Player({ name, recording, result }: PlayerProps) {
  const { t } = useWords();
  const { durationSeconds } = result;
  const [drawing, setDrawing] = useState<Drawing>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let left = false;
    void decodeRecording(recording, result).then((decoded) => {
      if (left) return;
      setDrawing(decoded);
      setFailed(!decoded);
    });
    return () => {
      left = true;
    };
  }, [recording, result]);
  if (failed)
    return (
      <Text size="sm" c="var(--quiet)">
        {t('result.noWaveform')}
      </Text>
    );
  return drawing ? (
    <Waveform name={name} recording={recording} drawing={drawing} seconds={durationSeconds} />
  ) : (
    <Text size="sm">{t('result.loadingPlayer')}</Text>
  );
}

type WaveformProps = {
  readonly name: string;
  readonly recording: Blob;
  readonly drawing: Drawing;
  readonly seconds: number;
};

function Waveform({ name, recording, drawing, seconds }: WaveformProps) {
  const { t } = useWords();
  const scheme = useComputedColorScheme('light');
  const isPlayable = drawing.decoded || drawing.isLarge;
  const withSpectrogram = drawing.decoded && seconds <= SPECTROGRAM_SECONDS;
  const { wave, spectrogram, playing, time, playPause, seek } = useWavesurfer({
    recording,
    drawing,
    seconds,
    scheme,
    withSpectrogram,
  });
  const slider = {
    role: 'slider',
    tabIndex: 0,
    'aria-valuemin': 0,
    'aria-valuemax': Math.round(seconds),
    'aria-valuenow': Math.round(time),
    'aria-valuetext': `${formatClock(time)} / ${formatClock(seconds)}`,
    onKeyDown: (event: KeyboardEvent) => {
      const target = event.key === ' ' ? undefined : seekTarget(event.key, time, seconds);
      if (event.key === ' ') playPause();
      else if (target === undefined) return;
      else seek(target);
      event.preventDefault();
    },
  } as const;
  return (
    <div data-testid="player" data-decoded={drawing.decoded}>
      <div className={withSpectrogram ? axes['indented'] : undefined}>
        <div
          ref={wave}
          className={classes['wave']}
          {...(isPlayable ? slider : { role: 'img' })}
          aria-label={t('result.waveform', { name })}
        />
        <TimeAxis seconds={seconds} />
      </div>
      {isPlayable && (
        <Group gap="sm" my="xs">
          <Button
            size="xs"
            variant="light"
            leftSection={playing ? <IconPlayerPause size={14} /> : <IconPlayerPlay size={14} />}
            onClick={playPause}
          >
            {t(playing ? 'result.pause' : 'result.play')}
          </Button>
          <Text size="sm" c="var(--quiet)" className="numbers">
            {formatClock(time)} / {formatClock(seconds)}
          </Text>
        </Group>
      )}
      {withSpectrogram ? (
        <>
          <Text size="xs" c="var(--quiet)" mb={4}>
            {t('result.spectrogram')}
          </Text>
          <div className={axes['indented']}>
            <FrequencyAxis height={SPECTROGRAM_HEIGHT} />
            <div
              ref={spectrogram}
              className={classes['wave']}
              role="img"
              aria-label={t('result.spectrogram')}
              data-testid="spectrogram"
            />
            <TimeAxis seconds={seconds} />
          </div>
        </>
      ) : (
        <Text size="xs" c="var(--quiet)" mt={4}>
          {t(isPlayable ? 'result.longSpectrogram' : 'result.noSpectrogram')}
        </Text>
      )}
    </div>
  );
}
