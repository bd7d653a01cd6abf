import { create } from 'zustand';
import { fetchPageSettings } from '../api/client.ts';
import type { PageSettings } from '../api/types.ts';

/** What the server tells the page about itself; `undefined` until it has answered. */
export const usePage = create<{ readonly settings: PageSettings | undefined }>(() => ({
  settings: undefined,
}));

/** Reads the server's settings. The page works without them: it only knows less. */
export async function readPageSettings(): Promise<void> {
  const settings = await fetchPageSettings().catch(() => undefined);
  usePage.setState({ settings });
}
