import { create } from 'zustand';
import { openDatabase, type Voice } from '../common/database.ts';
import { chooseComparison, useComparison } from '../state/comparison.ts';

/** A voice as the browser stores it, with its key. */
export type KeptVoice = Voice & { readonly id: number };

type VoicesState = {
  /** In the order in which they were added; `undefined` until they are read. */
  readonly voices: readonly KeptVoice[] | undefined;
  /** Whether the browser permits storing anything. */
  readonly available: boolean;
};

/** The voices that this browser keeps. */
export const useVoices = create<VoicesState>(() => ({ voices: undefined, available: true }));

const { setState: set, getState: get } = useVoices;

/** Reads the voices of earlier visits. */
export async function readVoices(): Promise<void> {
  try {
    const voices = await (await openDatabase()).getAll('voices');
    set({ voices: voices.filter(hasId), available: true });
  } catch {
    set({ voices: [], available: false });
  }
}

/**
 * Keeps a voice and compares recordings with it from now on. A browser that stores nothing keeps it
 * until the page is left.
 */
export async function keepVoice(voice: Voice): Promise<KeptVoice> {
  const id = await store(voice);
  const kept = { ...voice, id };
  set(({ voices = [] }) => ({ voices: [...voices, kept] }));
  chooseComparison({ kind: 'voice', voiceId: id });
  return kept;
}

/** Gives a voice another name. */
export async function renameVoice(voice: KeptVoice, name: string): Promise<void> {
  const renamed = { ...voice, name };
  set(({ voices = [] }) => ({
    voices: voices.map((each) => (each.id === voice.id ? renamed : each)),
  }));
  await change(async () => {
    await (await openDatabase()).put('voices', renamed);
  });
}

/** Deletes a voice; recordings are no longer compared with it. */
export async function deleteVoice({ id }: KeptVoice): Promise<void> {
  set(({ voices = [] }) => ({ voices: voices.filter((each) => each.id !== id) }));
  const chosen = useComparison.getState();
  if (chosen.kind === 'voice' && chosen.voiceId === id) chooseComparison({ kind: 'none' });
  await change(async () => {
    await (await openDatabase()).delete('voices', id);
  });
}

/** The voice that recordings are compared with; `undefined` if there is none or it is unknown. */
export function chosenVoice(): KeptVoice | undefined {
  const chosen = useComparison.getState();
  if (chosen.kind !== 'voice') return undefined;
  return get().voices?.find(({ id }) => id === chosen.voiceId);
}

async function store(voice: Voice): Promise<number> {
  try {
    return await (await openDatabase()).add('voices', voice);
  } catch {
    set({ available: false });
    return Date.now();
  }
}

/** The list in memory is changed already; a browser that stores nothing only loses it later. */
async function change(work: () => Promise<void>): Promise<void> {
  await work().catch(() => {
    set({ available: false });
  });
}

function hasId(voice: Voice): voice is KeptVoice {
  return voice.id !== undefined;
}
