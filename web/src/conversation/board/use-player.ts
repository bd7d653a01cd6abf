import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

/** A recording that the browser plays from its file, whatever its size. */
export type Player = {
  readonly isPlaying: boolean;
  /** Whether the browser can play the format; `undefined` until it has tried. */
  readonly isPlayable: boolean | undefined;
  readonly rate: number;
  /** The position in seconds, also between two drawings. */
  readonly time: () => number;
  readonly playPause: () => void;
  readonly pause: () => void;
  readonly setRate: (rate: number) => void;
  /** Moves to a time in seconds; also without a recording. */
  readonly seek: (time: number) => void;
  /** Plays from a time in seconds, to an end if there is one. */
  readonly playFrom: (start: number, end?: number) => void;
};

/** Plays a recording; without one, only the position moves. */
export function usePlayer(recording: Blob | undefined, duration: number): Player {
  const audio = useRef<HTMLAudioElement>(undefined);
  const position = useRef(0);
  const stopAt = useRef<number>(undefined);
  const [isPlaying, setPlaying] = useState(false);
  const [canPlay, setPlayable] = useState<boolean>();
  const isPlayable = recording ? canPlay : false;
  const [rate, changeRate] = useState(1);

  useEffect(() => {
    if (!recording) return;
    const element = new Audio();
    const url = URL.createObjectURL(recording);
    const note = (playing: boolean) => () => {
      setPlaying(playing);
    };
    element.preload = 'metadata';
    element.addEventListener('play', note(true));
    element.addEventListener('pause', note(false));
    element.addEventListener('ended', note(false));
    element.addEventListener('loadedmetadata', () => {
      element.currentTime = position.current;
      setPlayable(true);
    });
    element.addEventListener('error', () => {
      setPlayable(false);
      setPlaying(false);
    });
    element.src = url;
    audio.current = element;
    return () => {
      element.pause();
      element.removeAttribute('src');
      URL.revokeObjectURL(url);
      audio.current = undefined;
      setPlayable(undefined);
    };
  }, [recording]);

  const time = useCallback(() => {
    const element = audio.current;
    if (!element || element.readyState === 0) return position.current;
    position.current = element.currentTime;
    if (stopAt.current !== undefined && element.currentTime >= stopAt.current) {
      stopAt.current = undefined;
      element.pause();
    }
    return position.current;
  }, []);

  const seek = useCallback(
    (target: number) => {
      position.current = Math.max(0, Math.min(duration, target));
      stopAt.current = undefined;
      if (audio.current && audio.current.readyState > 0)
        audio.current.currentTime = position.current;
    },
    [duration],
  );

  const play = useCallback(() => {
    // Rejects if the browser cannot play the format or a pause came in between.
    void audio.current?.play().catch(() => {
      setPlaying(false);
    });
  }, []);

  return useMemo(
    () => ({
      isPlaying,
      isPlayable,
      rate,
      time,
      seek,
      pause: () => audio.current?.pause(),
      playPause: () => {
        stopAt.current = undefined;
        if (audio.current?.paused === false) audio.current.pause();
        else play();
      },
      setRate: (value: number) => {
        if (audio.current) audio.current.playbackRate = value;
        changeRate(value);
      },
      playFrom: (start: number, end?: number) => {
        seek(start);
        stopAt.current = end;
        play();
      },
    }),
    [isPlaying, isPlayable, rate, time, seek, play],
  );
}
