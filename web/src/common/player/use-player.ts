import { type RefObject, useEffect, useRef, useState } from 'react';

/** Something that can be played. */
export type Playable = {
  readonly id: string;
  readonly name: string;
  readonly recording: Blob | undefined;
};

/** One player for all clips. */
export type Player = {
  readonly audio: RefObject<HTMLAudioElement | null>;
  readonly current: Playable | undefined;
  readonly url: string | undefined;
  readonly isPlaying: boolean;
  /** Whether the browser cannot decode the present clip. */
  readonly isBroken: boolean;
  /** Plays a clip from its begin; pauses it if it is playing. */
  readonly play: (clip: Playable) => void;
  readonly onState: (state: 'playing' | 'paused' | 'broken') => void;
};

/** Keeps the clip that plays, and the address of its recording. */
export function usePlayer(): Player {
  const audio = useRef<HTMLAudioElement | null>(null);
  const [loaded, setLoaded] = useState<{ clip: Playable; url: string } | undefined>(undefined);
  const [state, onState] = useState<'playing' | 'paused' | 'broken'>('paused');
  useEffect(
    () => () => {
      if (loaded) URL.revokeObjectURL(loaded.url);
    },
    [loaded],
  );
  const play = (clip: Playable) => {
    if (clip.id === loaded?.clip.id && audio.current) {
      if (audio.current.paused) void audio.current.play().catch(() => undefined);
      else audio.current.pause();
      return;
    }
    if (!clip.recording) return;
    onState('paused');
    setLoaded({ clip, url: URL.createObjectURL(clip.recording) });
  };
  return {
    ...{ audio, play, onState },
    current: loaded?.clip,
    url: loaded?.url,
    isPlaying: state === 'playing',
    isBroken: state === 'broken',
  };
}
