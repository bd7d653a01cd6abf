import { useCallback, useEffect, useRef, useState } from 'react';
import type { Label } from '../../api/types.ts';
import type { LiveConnection } from '../../backend/backend.ts';
import { backend } from '../../backend/backend-store.ts';
import { formatClockOfDay } from '../../i18n/format.ts';
import { recordingProblem, type RecordingProblem } from '../../recording/microphone.ts';
import { requestReady } from '../../state/models-store.ts';
import { setRecording } from '../../state/session-store.ts';
import { chosenVoice } from '../../voices/voices-store.ts';
import { effectiveComparison } from '../../voices/effective-comparison.ts';
import { useConversationWords } from '../conversation-words.ts';
import type { ConversationSettings } from '../conversation-settings.ts';
import { runConversation } from '../run-conversation.ts';
import { LIVE_RATES, type LiveMeasurement, type LiveMessage } from '../../api/live-messages.ts';
import { LiveRecording } from './live-recording.ts';

/** What the live view shows. */
export type LiveState = {
  readonly phase: 'idle' | 'connecting' | 'listening' | 'ending';
  readonly seconds: number;
  readonly labels: readonly Label[];
  /** Every measurement, in order. */
  readonly measurements: readonly LiveMeasurement[];
  /** Name of the kept voice that the speech is compared with. */
  readonly voice?: string;
  /** Seconds of this session's own speech that it is compared with so far. */
  readonly baselineSeconds: number;
  /** Why the microphone or the backend refused. */
  readonly problem?: { readonly kind: RecordingProblem | 'failed'; readonly detail: string };
  /** Why there are no more measurements although the recording goes on. */
  readonly lost?: string;
};

const IDLE: LiveState = {
  phase: 'idle',
  seconds: 0,
  labels: [],
  measurements: [],
  baselineSeconds: 0,
};

type Session = {
  readonly recording: LiveRecording;
  connection?: LiveConnection;
  isEnding: boolean;
};

/** Records, shows measurements while somebody speaks, and has all of it analysed at the end. */
export function useLive(settings: ConversationSettings) {
  const { t } = useConversationWords();
  const [state, setState] = useState(IDLE);
  const session = useRef<Session>(undefined);
  const change = useCallback((part: Partial<LiveState>) => {
    setState((old) => ({ ...old, ...part }));
  }, []);

  const take = useCallback((message: LiveMessage) => {
    setState((old) => withMessage(old, message));
  }, []);

  const start = useCallback(async () => {
    setState({ ...IDLE, phase: 'connecting' });
    const recording = new LiveRecording((frame) => {
      session.current?.connection?.send(frame);
    });
    const opened: Session = { recording, isEnding: false };
    session.current = opened;
    try {
      const model = await requestReady();
      await recording.open();
      if (!model || !LIVE_RATES.includes(recording.sampleRate)) {
        change({ phase: 'listening', lost: '' });
        return;
      }
      const isCompared = effectiveComparison(model).kind === 'voice';
      const voice = isCompared ? chosenVoice() : undefined;
      const baseline = voice?.baseline ?? 'learn';
      const { sampleRate } = recording;
      const onLost = () => {
        if (!opened.isEnding) setState((old) => ({ ...old, lost: old.lost ?? '' }));
      };
      opened.connection = backend().openLive(
        { model: model.id, sampleRate, baseline },
        { onMessage: take, onLost },
      );
      change({ phase: 'listening', ...(voice && { voice: voice.name }) });
    } catch (error) {
      session.current = undefined;
      await recording.finish();
      const kind = recordingProblem(error) ?? 'failed';
      const detail = error instanceof Error ? error.message : String(error);
      setState({ ...IDLE, problem: { kind, detail } });
    }
  }, [change, take]);

  const stop = useCallback(async () => {
    const ended = session.current;
    if (!ended || ended.isEnding) return;
    ended.isEnding = true;
    change({ phase: 'ending' });
    const [recorded] = await Promise.all([ended.recording.finish(), ended.connection?.end()]);
    session.current = undefined;
    setState(IDLE);
    const name = t('live.name', { time: formatClockOfDay(new Date()) });
    if (recorded) await runConversation(name, recorded, settings);
  }, [change, settings, t]);

  const isActive = state.phase !== 'idle';
  useEffect(() => {
    setRecording(isActive);
    if (!isActive) return;
    const timer = setInterval(() => {
      change({ seconds: session.current?.recording.seconds ?? 0 });
    }, 250);
    return () => {
      clearInterval(timer);
    };
  }, [isActive, change]);

  useEffect(
    () => () => {
      const left = session.current;
      if (!left || left.isEnding) return;
      left.isEnding = true;
      void left.recording.finish();
      void left.connection?.end();
    },
    [],
  );

  return { state, start, stop };
}

function withMessage(state: LiveState, message: LiveMessage): LiveState {
  if (message.type === 'session.updated') return { ...state, labels: message.labels };
  if (message.type === 'baseline') return { ...state, baselineSeconds: message.seconds };
  if (message.type === 'error') return { ...state, lost: message.message };
  if (message.type === 'measurement' || message.type === 'utterance.end')
    return { ...state, measurements: [...state.measurements, message] };
  return state;
}
