import { create } from 'zustand';
import type { Backend, BackendKind } from './backend.ts';
import { deviceBackend } from './device/device-backend.ts';
import { serverBackend } from './server-backend.ts';

const BACKENDS: Readonly<Record<BackendKind, Backend>> = {
  server: serverBackend,
  device: deviceBackend,
};

const STORAGE_KEY = 'wav2emo-backend';

/** Whether a server of wav2emo serves the page; a static site says that none does. */
export const HAS_SERVER = document.documentElement.dataset['server'] !== 'none';

/** What answers the page; remembered until the next visit. */
export const useBackend = create<{ readonly kind: BackendKind }>(() => ({ kind: firstKind() }));

/** What answers the page now. */
export function backend(): Backend {
  return BACKENDS[useBackend.getState().kind];
}

/** Chooses what answers the page from now on. */
export function chooseBackend(kind: BackendKind): void {
  useBackend.setState({ kind });
  try {
    localStorage.setItem(STORAGE_KEY, kind);
  } catch {
    // If the browser stores nothing, the choice holds until the page is left.
  }
}

function firstKind(): BackendKind {
  if (!HAS_SERVER) return 'device';
  try {
    return localStorage.getItem(STORAGE_KEY) === 'device' ? 'device' : 'server';
  } catch {
    return 'server';
  }
}
