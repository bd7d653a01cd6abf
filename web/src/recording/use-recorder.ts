import { useCallback, useEffect, useRef, useState } from 'react';
import { setRecording } from '../state/session-store.ts';
import { recordingProblem, type RecordingProblem } from './microphone.ts';
import { type RecorderReading, RecorderSession } from './recorder-session.ts';

/** Seconds between the microphone's opening and the recording's start. */
const COUNTDOWN = 3;

/** The stages of a recording. */
export type RecorderPhase =
  | { readonly name: 'idle'; readonly reached?: boolean }
  | { readonly name: 'asking' }
  | { readonly name: 'countdown'; readonly left: number }
  | { readonly name: 'recording' | 'paused' }
  | {
      readonly name: 'problem';
      readonly problem: RecordingProblem | 'failed';
      readonly detail: string;
    };

const IDLE: RecorderPhase = { name: 'idle' };
const NO_READING: RecorderReading = { levelDecibel: -100, elapsedSeconds: 0, silent: false };

/** Controls a recording: countdown, pause, limit; `onRecording` gets the WAV file. */
export function useRecorder(onRecording: (recording: Blob) => void) {
  const [phase, setPhase] = useState<RecorderPhase>(IDLE);
  const [reading, setReading] = useState(NO_READING);
  const session = useRef<RecorderSession>(undefined);

  const end = useCallback(
    async (keep: boolean, reached = false) => {
      const ended = session.current;
      session.current = undefined;
      setPhase({ name: 'idle', reached });
      const recording = await ended?.finish();
      if (keep && recording) onRecording(recording);
    },
    [onRecording],
  );

  const setPaused = useCallback((paused: boolean) => {
    if (session.current) session.current.paused = paused;
    setPhase({ name: paused ? 'paused' : 'recording' });
  }, []);

  const start = useCallback(async () => {
    const opened = new RecorderSession(setReading, () => {
      void end(true, true);
    });
    session.current = opened;
    setReading(NO_READING);
    setPhase({ name: 'asking' });
    try {
      await opened.open();
      // Discarded while the browser was asking.
      if (session.current !== opened) await opened.finish();
      else if (hasCountdown()) setPhase({ name: 'countdown', left: COUNTDOWN });
      else setPaused(false);
    } catch (error) {
      // Another recording may have begun since: it keeps its own microphone.
      if (session.current !== opened) return;
      const detail = error instanceof Error ? error.message : String(error);
      session.current = undefined;
      setPhase({ name: 'problem', problem: recordingProblem(error) ?? 'failed', detail });
    }
  }, [end, setPaused]);

  useEffect(() => {
    if (phase.name !== 'countdown') return;
    const timer = setTimeout(() => {
      if (phase.left > 1) setPhase({ name: 'countdown', left: phase.left - 1 });
      else setPaused(false);
    }, 1000);
    return () => {
      clearTimeout(timer);
    };
  }, [phase, setPaused]);

  useEffect(
    () => () => {
      void session.current?.finish();
    },
    [],
  );

  useEffect(() => {
    setRecording(phase.name !== 'idle' && phase.name !== 'problem');
  }, [phase.name]);

  return { phase, reading, start, setPaused, end };
}

/** On a phone the finger is on the button already: recording starts at once. */
function hasCountdown(): boolean {
  return !window.matchMedia('(pointer: coarse)').matches;
}
