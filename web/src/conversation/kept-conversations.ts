import { create } from 'zustand';
import { type KeptConversation, openDatabase } from '../common/database.ts';
import { setKeptId, showConversation, useConversation } from './conversation-store.ts';

/** The number of conversations kept; each has up to about a megabyte. The oldest are deleted first. */
const MAXIMUM = 30;

/** A conversation in the list, without its content. */
export type KeptTitle = Pick<KeptConversation, 'when' | 'file'> & {
  readonly id: number;
  readonly durationSeconds: number;
};

/** The titles of the conversations that this browser keeps, the newest first. */
export const useKept = create<{ readonly titles: readonly KeptTitle[] }>(() => ({ titles: [] }));

/** Reads the titles; a browser that stores nothing has none. */
export async function readKept(): Promise<void> {
  await quietly(async () => {
    const all = await (await openDatabase()).getAll('conversations');
    const titles = all.flatMap(({ id, when, file, conversation: { durationSeconds } }) =>
      id === undefined ? [] : [{ id, when, file, durationSeconds }],
    );
    useKept.setState({ titles: titles.reverse() });
  });
}

/** Keeps the conversation that is shown. */
export async function keepConversation({
  file,
  conversation,
  peaks,
  corrections,
}: ReturnType<typeof useConversation.getState>): Promise<void> {
  if (!conversation) return;
  await quietly(async () => {
    const database = await openDatabase();
    const kept = { when: Date.now(), file, conversation, peaks, corrections };
    setKeptId(await database.add('conversations', kept));
    const ids = await database.getAllKeys('conversations');
    for (const old of ids.slice(0, Math.max(0, ids.length - MAXIMUM)))
      await database.delete('conversations', old);
  });
  await readKept();
}

/** Shows a conversation of an earlier visit; without its audio. */
export async function openKept(id: number): Promise<void> {
  await quietly(async () => {
    const kept = await (await openDatabase()).get('conversations', id);
    if (!kept) return;
    const { file, conversation, peaks, corrections } = kept;
    showConversation({ file, conversation, peaks, corrections, keptId: id });
  });
}

/** Deletes a conversation. */
export async function deleteKept(id: number): Promise<void> {
  await quietly(async () => {
    await (await openDatabase()).delete('conversations', id);
  });
  await readKept();
}

/** Writes the corrections of the shown conversation whenever they change; the returned function ends it. */
export function followCorrections(): () => void {
  return useConversation.subscribe(({ keptId, corrections }, before) => {
    if (keptId === undefined || keptId !== before.keptId || corrections === before.corrections)
      return;
    void quietly(async () => {
      const database = await openDatabase();
      const kept = await database.get('conversations', keptId);
      if (kept) await database.put('conversations', { ...kept, corrections });
    });
  });
}

/** A browser that stores nothing, e.g. in a private window, only lacks the list. */
async function quietly(work: () => Promise<void>): Promise<void> {
  await work().catch(() => undefined);
}
