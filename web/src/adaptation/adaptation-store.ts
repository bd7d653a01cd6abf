import { create } from 'zustand';
import type { AdaptationProgress, AdaptationView, LabelledClip } from '../api/adaptations.ts';
import type { Label, Problem } from '../api/types.ts';

/** A class of the new model. */
export type OwnClass = {
  readonly key: string;
  /** Id of the base model's label, or what the user wrote. */
  readonly label: string;
};

/** A clip that a model is adapted with. */
export type OwnClip = {
  readonly id: string;
  /** Key of its class. */
  readonly key: string;
  readonly name: string;
  readonly recording: Blob;
  /** Who speaks; empty if that is not known. */
  readonly speaker: string;
};

/** What is added: its class is named by any word. */
export type NewClip = LabelledClip;

/** The stages of an adaptation. */
export type Phase =
  | { readonly name: 'collecting' }
  | { readonly name: 'running'; readonly progress: AdaptationProgress | undefined }
  | { readonly name: 'finished'; readonly view: AdaptationView }
  | { readonly name: 'failed'; readonly problem: Problem };

type AdaptationState = {
  /** `undefined` until the user changes them; those of the model until then. */
  readonly classes: readonly OwnClass[] | undefined;
  readonly clips: readonly OwnClip[];
  readonly phase: Phase;
};

const NOTHING: AdaptationState = {
  classes: undefined,
  clips: [],
  phase: { name: 'collecting' },
};

/** The classes and clips that a model is adapted with. */
export const useAdaptation = create<AdaptationState>(() => NOTHING);

const { setState: set, getState: get } = useAdaptation;

/** The classes of a model: a class's key is its label's id. */
export const classesOf = (labels: readonly Label[]): readonly OwnClass[] =>
  labels.map(({ id }) => ({ key: id, label: id }));

/** Changes the classes; a change begins with those that are shown. */
export function setClasses(classes: readonly OwnClass[]): void {
  const keys = new Set(classes.map(({ key }) => key));
  set(({ clips }) => ({ classes, clips: clips.filter(({ key }) => keys.has(key)) }));
}

/** A class without a name. */
export const newClass = (label = ''): OwnClass => ({ key: makeId(), label });

/**
 * Adds clips; a class that is not there yet is added with its first clip. A clip of the same name and
 * size is not added again.
 *
 * @param shown the classes that are shown
 * @param isSame whether two words name the same class
 */
export function addClips(
  added: readonly NewClip[],
  shown: readonly OwnClass[],
  isSame: (one: string, other: string) => boolean,
): void {
  const classes = [...shown];
  const keyOf = (label: string) => {
    const found = classes.find((each) => isSame(each.label, label)) ?? newClass(label);
    if (!classes.includes(found)) classes.push(found);
    return found.key;
  };
  const known = new Set(get().clips.map(clipKey));
  const fresh = added
    .filter((clip) => !known.has(clipKey(clip)))
    .map(({ name, recording, label, speaker = '' }): OwnClip => ({
      ...{ id: makeId(), key: keyOf(label), name, recording, speaker },
    }));
  set(({ clips }) => ({ classes, clips: [...clips, ...fresh] }));
}

const clipKey = ({ name, recording }: Pick<OwnClip, 'name' | 'recording'>) =>
  `${recording.size} ${name}`;

/** Changes a clip. */
export function updateOwnClip(id: string, change: Partial<Pick<OwnClip, 'speaker' | 'key'>>): void {
  set(({ clips }) => ({
    clips: clips.map((clip) => (clip.id === id ? { ...clip, ...change } : clip)),
  }));
}

/** Removes a clip. */
export function removeClip(id: string): void {
  set(({ clips }) => ({ clips: clips.filter((clip) => clip.id !== id) }));
}

/** Removes all clips; the classes are those of the model again. */
export function clearAdaptation(): void {
  set(NOTHING, true);
}

/** Changes the stage. */
export function setAdaptationPhase(phase: Phase): void {
  set({ phase });
}

function makeId(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join('-');
}
