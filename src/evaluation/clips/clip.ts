/** A recording, or a part of one, with what is known about it. */
export type Clip = {
  /** As the list names it, with forward slashes; or a path that can be opened. */
  readonly file: string;
  /** The word of the list; `undefined` if it states none. */
  readonly label?: string | undefined;
  /** How many people chose each label. */
  readonly votes?: Readonly<Record<string, number>> | undefined;
  /** True values of dimensions, e.g. `arousal`. */
  readonly dimensions?: Readonly<Record<string, number>> | undefined;
  /** Begin of the clip in the file, in seconds. Default: the begin of the file. */
  readonly start?: number | undefined;
  /** End of the clip in the file, in seconds. Default: the end of the file. */
  readonly end?: number | undefined;
  readonly speaker?: string | undefined;
  readonly session?: string | undefined;
  readonly language?: string | undefined;
  readonly gender?: string | undefined;
  readonly corpus?: string | undefined;
  readonly fold?: string | undefined;
};

/** What is wrong with a list. */
export type ProblemKind =
  'bad-row' | 'no-label' | 'unknown-label' | 'missing-file' | 'duplicate' | 'failed';

/** Something that keeps a clip out of the evaluation; nothing is left out without one. */
export type Problem = {
  readonly kind: ProblemKind;
  /** What was found, and what to do. */
  readonly text: string;
};

/** The clips of a corpus, and how it is used. */
export type ClipList = {
  readonly clips: readonly Clip[];
  readonly problems: readonly Problem[];
  /** Name of the layout, e.g. `table` or `iemocap`. */
  readonly format: string;
  /** Which clips are used how, in a sentence, if the layout implies it. */
  readonly protocol?: string | undefined;
  /** Labels that the protocol renames; `-` leaves the clips out. */
  readonly labelMap?: Readonly<Record<string, string>> | undefined;
  /** The ends of the scale of the dimensions, if it is not 0 to 1. */
  readonly dimensionRange?: readonly [low: number, high: number] | undefined;
};

/** A folder of a corpus, on any platform. */
export type CorpusFolder = {
  /** The files in it and in its subfolders, relative, with forward slashes. */
  readonly files: readonly string[];
  readonly readText: (file: string) => Promise<string>;
};

/** The name of a clip in texts: its file, and its part of it. */
export function clipName({ file, start, end }: Pick<Clip, 'file' | 'start' | 'end'>): string {
  if (start === undefined && end === undefined) return file;
  return `${file} [${start ?? 0}–${end ?? ''}]`;
}

/** Who speaks in a clip; the same words in two corpora are two people. */
export function speakerOf({ speaker, corpus }: Pick<Clip, 'speaker' | 'corpus'>) {
  if (speaker === undefined || corpus === undefined || speaker.startsWith(corpus)) return speaker;
  return `${corpus} ${speaker}`;
}

/** The last part of a path. */
export const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** A file's name without folder and extension. */
export const stemOfPath = (path: string) => baseOf(path).replace(/\.[^.]+$/, '');

/** Extensions of recordings, to tell them from the other files of a corpus. */
export const isAudioName = (path: string) =>
  /\.(wav|flac|mp3|m4a|mp4|ogg|oga|opus|webm|aac|aiff?|amr|wma|sph|caf|mka|mkv|mov|avi)$/i.test(
    path,
  ) &&
  // macOS leaves such files beside the real ones.
  !baseOf(path).startsWith('._');
