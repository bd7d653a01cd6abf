import { create } from 'zustand';

/** The findings about a device that the page has words for. */
export type RuntimeFindingCode =
  'one-thread' | 'device-left' | 'self-test-missing' | 'checksum-missing';

/** How a model is computed on this device. */
export type Runtime = {
  readonly threads: number;
  readonly findings: readonly RuntimeFindingCode[];
};

/** How the open models are computed, by their ids. */
export const useRuntimes = create<Readonly<Record<string, Runtime>>>(() => ({}));
