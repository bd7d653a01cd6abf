import type { Label } from '../../labels.js';

/** English names of labels that are no episode: they are what most speech sounds like, or unknown. */
const CALM = new Set(['neutral', 'calm', 'other', 'unknown', 'usual']);

/** Whether speech with this label is worth no visit by itself. */
export const isCalm = ({ en }: Label): boolean => CALM.has(en);
