import type { Conversation, EmotionSegment } from '@engine/conversation/conversation.js';
import { create } from 'zustand';
import type { Problem } from '../api/types.ts';
import { type Corrections, NO_CORRECTIONS } from './corrections.ts';
import type { Peaks } from './peaks.ts';

/** The stages of a conversation in the page. */
export type Phase =
  | { readonly name: 'empty' }
  | { readonly name: 'sending'; readonly share: number }
  | { readonly name: 'queued' }
  | {
      readonly name: 'running';
      readonly seconds: number;
      readonly totalSeconds?: number | undefined;
    }
  | { readonly name: 'finished' }
  | { readonly name: 'failed'; readonly problem: Problem };

type ConversationState = {
  readonly phase: Phase;
  /** File name of the recording. */
  readonly file: string;
  /** Absent for a conversation of an earlier visit: audio is never kept. */
  readonly recording: Blob | undefined;
  /** What is known so far while it is computed, by speaker's id. */
  readonly partial: readonly EmotionSegment[];
  readonly conversation: Conversation | undefined;
  readonly peaks: Peaks | undefined;
  readonly corrections: Corrections;
  /** Key of the conversation in the browser's database. */
  readonly keptId: number | undefined;
};

const NOTHING: ConversationState = {
  phase: { name: 'empty' },
  file: '',
  recording: undefined,
  partial: [],
  conversation: undefined,
  peaks: undefined,
  corrections: NO_CORRECTIONS,
  keptId: undefined,
};

/** The conversation that the tab shows. */
export const useConversation = create<ConversationState>(() => NOTHING);

const { setState: set } = useConversation;

/** Shows the progress of a new recording. */
export function beginConversation(file: string, recording: Blob): void {
  set({ ...NOTHING, file, recording, phase: { name: 'sending', share: 0 } });
}

/** Changes the stage. */
export function setPhase(phase: Phase): void {
  set({ phase });
}

/** Adds segments that were computed. */
export function addSegments(segments: readonly EmotionSegment[]): void {
  set(({ partial }) => ({ partial: [...partial, ...segments] }));
}

/** Shows a finished conversation. */
export function showConversation(
  shown: Pick<ConversationState, 'file' | 'conversation' | 'peaks'> &
    Partial<Pick<ConversationState, 'recording' | 'corrections' | 'keptId'>>,
): void {
  set({ ...NOTHING, ...shown, phase: { name: 'finished' } });
}

/** Gives a conversation of an earlier visit its recording, so that it can be played. */
export function attachRecording(recording: Blob): void {
  set({ recording });
}

/** Notes under which key the browser keeps the conversation. */
export function setKeptId(keptId: number | undefined): void {
  set({ keptId });
}

/** Replaces the corrections. */
export function setCorrections(corrections: Corrections): void {
  set({ corrections });
}

/** Shows the input again. */
export function leaveConversation(): void {
  set(NOTHING, true);
}
