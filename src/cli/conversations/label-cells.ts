import type pc from 'picocolors';
import type { Label } from '../../labels.js';

/** How a label is drawn in a strip of the terminal. */
export type LabelCell = {
  readonly label: Label;
  /** One column wide, and different for each label, so that a strip can be read without colours. */
  readonly letter: string;
  readonly draw: (text: string) => string;
};

type Colors = ReturnType<typeof pc.createColors>;
type ColorName = 'bgRed' | 'bgYellow' | 'bgBlue' | 'bgMagenta' | 'bgGreen' | 'bgCyan' | 'bgWhite';

/** The terminal has six colours for emotions; related ones share a colour and differ in their letters. */
const COLORS: Readonly<Record<string, ColorName>> = {
  angry: 'bgRed',
  frustrated: 'bgRed',
  happy: 'bgYellow',
  excited: 'bgYellow',
  sad: 'bgBlue',
  bored: 'bgBlue',
  fearful: 'bgMagenta',
  disgusted: 'bgGreen',
  surprised: 'bgCyan',
};

/** The usual state of a speaker is a quiet line. */
const QUIET: Readonly<Record<string, string>> = { neutral: '·', calm: '~' };

/** The cells of all labels by their ids. */
export function cellsOf(labels: readonly Label[], color: Colors): ReadonlyMap<string, LabelCell> {
  const taken = new Set<string>();
  return new Map(
    labels.map((label) => {
      const letter = QUIET[label.en] ?? freeLetter(label, taken);
      taken.add(letter);
      return [label.id, { label, letter, draw: drawing(label, color) }];
    }),
  );
}

function freeLetter({ en }: Label, taken: ReadonlySet<string>): string {
  const letters = Array.from(`${en.toUpperCase()}ABCDEFGHIJKLMNOPQRSTUVWXYZ`);
  return letters.find((each) => /[A-Z]/.test(each) && !taken.has(each)) ?? '?';
}

function drawing({ en }: Label, color: Colors): (text: string) => string {
  const background = COLORS[en];
  if (en in QUIET) return color.dim;
  return background ? (text) => color[background](color.black(text)) : color.inverse;
}
