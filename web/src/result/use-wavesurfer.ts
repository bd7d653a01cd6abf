import { useCallback, useEffect, useRef, useState } from 'react';
import WaveSurfer from 'wavesurfer.js';
import SpectrogramPlugin from 'wavesurfer.js/plugins/spectrogram';
import { HIGHEST_FREQUENCY } from './axis-ticks.ts';
import type { Drawing } from './decode-recording.ts';

/** The height of the spectrogram in pixels. */
export const SPECTROGRAM_HEIGHT = 128;

type WavesurferOptions = {
  readonly recording: Blob;
  readonly drawing: Drawing;
  readonly seconds: number;
  readonly scheme: 'light' | 'dark';
  readonly withSpectrogram: boolean;
};

const COLORS = {
  light: {
    waveColor: '#9fb0b8',
    progressColor: '#0c7a74',
    cursorColor: '#08645f',
    quiet: [240, 244, 245],
    loud: [4, 59, 56],
  },
  dark: {
    waveColor: '#5d6d77',
    progressColor: '#48aea5',
    cursorColor: '#a6d9d3',
    quiet: [35, 42, 47],
    loud: [190, 244, 236],
  },
} as const;

/** Draws a recording into two elements and plays it. */
export function useWavesurfer({
  recording,
  drawing,
  seconds,
  scheme,
  withSpectrogram,
}: WavesurferOptions) {
  const wave = useRef<HTMLDivElement>(null);
  const spectrogram = useRef<HTMLDivElement>(null);
  const surfer = useRef<WaveSurfer>(undefined);
  const [playing, setPlaying] = useState(false);
  const [time, setTime] = useState(0);

  useEffect(() => {
    if (!wave.current) return;
    const created = WaveSurfer.create({
      container: wave.current,
      height: 96,
      normalize: true,
      cursorWidth: 2,
      interact: drawing.decoded || drawing.isLarge,
      dragToSeek: drawing.decoded || drawing.isLarge,
      waveColor: COLORS[scheme].waveColor,
      progressColor: COLORS[scheme].progressColor,
      cursorColor: COLORS[scheme].cursorColor,
      plugins:
        spectrogram.current && withSpectrogram
          ? [drawFrequencies(spectrogram.current, scheme)]
          : [],
    });
    surfer.current = created;
    created.on('play', () => {
      setPlaying(true);
    });
    created.on('pause', () => {
      setPlaying(false);
    });
    created.on('timeupdate', setTime);
    // The drawing remains if the browser cannot play the format.
    created.on('error', () => {
      setPlaying(false);
    });
    void created.loadBlob(recording, [drawing.samples], seconds).catch(() => undefined);
    return () => {
      created.destroy();
    };
  }, [recording, drawing, seconds, scheme, withSpectrogram]);

  const playPause = useCallback(() => {
    void surfer.current?.playPause().catch(() => {
      setPlaying(false);
    });
  }, []);

  const seek = useCallback((target: number) => {
    surfer.current?.setTime(target);
  }, []);

  return { wave, spectrogram, playing, time, playPause, seek };
}

function drawFrequencies(container: HTMLElement, scheme: 'light' | 'dark') {
  return SpectrogramPlugin.create({
    container,
    height: SPECTROGRAM_HEIGHT,
    fftSamples: 512,
    frequencyMax: HIGHEST_FREQUENCY,
    scale: 'mel',
    autoGain: true,
    rangeDB: 60,
    labels: false,
    colorMap: colorMap(COLORS[scheme].quiet, COLORS[scheme].loud),
  });
}

/** 256 colours from silence to the loudest sound, as red, green, blue and alpha of 0 to 1. */
function colorMap(quiet: readonly number[], loud: readonly number[]): number[][] {
  return Array.from({ length: 256 }, (_, at) => {
    const mixed = quiet.map((part, channel) => {
      const other = loud[channel] ?? part;
      return (part + ((other - part) * at) / 255) / 255;
    });
    return [...mixed, 1];
  });
}
