import { create } from 'zustand';
import { fetchPageSettings } from '../api/client.ts';
import type { PageSettings } from '../api/types.ts';

/** The server's settings that the page needs; `undefined` until they have arrived. */
export const usePage = create<{ readonly settings: PageSettings | undefined }>(() => ({
  settings: undefined,
}));

/** Reads the server's settings. The page also works without them, e.g. with an older server. */
export async function readPageSettings(): Promise<void> {
  const settings = await fetchPageSettings().catch(() => undefined);
  usePage.setState({ settings });
}
