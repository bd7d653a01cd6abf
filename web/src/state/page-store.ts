import { create } from 'zustand';
import type { PageSettings } from '../api/types.ts';
import { backend, useBackend } from '../backend/backend-store.ts';

/** The settings of the backend that the page needs; `undefined` until they have arrived. */
export const usePage = create<{ readonly settings: PageSettings | undefined }>(() => ({
  settings: undefined,
}));

/** Reads the settings of the backend, and again if it is changed. */
export async function followPageSettings(): Promise<void> {
  useBackend.subscribe(() => void read());
  await read();
}

/** The page also works without the settings, e.g. with an older server. */
async function read(): Promise<void> {
  const asked = backend();
  const settings = await asked.fetchSettings().catch(() => undefined);
  if (asked === backend()) usePage.setState({ settings });
}
