import type { Label } from '@engine/labels.js';
import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { emotionColor } from '../../common/emotion-color.ts';

const DRAWING = {
  light: {
    ...{ wave: '#7f939d', gap: '#e7ecee', outline: '#10181c' },
    hatch: 'rgba(255, 255, 255, 0.62)',
    shade: 'rgba(231, 236, 238, 0.72)',
  },
  dark: {
    ...{ wave: '#7b8f9b', gap: '#2a3238', outline: '#ffffff' },
    hatch: 'rgba(27, 33, 37, 0.62)',
    shade: 'rgba(27, 33, 37, 0.66)',
  },
} as const;

/** The colours of the drawings: of the scheme, and of each label by its id. */
export function useColors(labels: readonly Label[]) {
  const scheme = useComputedColorScheme('light');
  return useMemo(() => {
    const byId = new Map(labels.map(({ id, en }, at) => [id, emotionColor(en, at)]));
    return { colors: DRAWING[scheme], colorOf: (id: string) => byId.get(id) ?? '#888888' };
  }, [labels, scheme]);
}
