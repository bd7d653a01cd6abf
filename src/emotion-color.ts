/**
 * The colours of the classes in all drawings, after Okabe and Ito's palette, whose colours
 * colour-blind people can tell apart. Every drawing also has names or a legend.
 */
const KNOWN: Readonly<Record<string, string>> = {
  neutral: '#8a94a6',
  calm: '#56b4e9',
  angry: '#d55e00',
  happy: '#e6a700',
  sad: '#0072b2',
  fearful: '#9a5fb5',
  disgusted: '#5b8c2a',
  surprised: '#cc79a7',
  excited: '#f0734a',
  frustrated: '#a0522d',
};

const OTHERS = ['#009e73', '#7a6f5d', '#b04a7a', '#4f6d8f', '#8c8c2a'];

/** The colour of a class, by its English name; unknown ones by their place. */
export function emotionColor(englishName: string, index: number): string {
  return KNOWN[englishName] ?? OTHERS[index % OTHERS.length] ?? '#888888';
}
