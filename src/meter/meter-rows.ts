import { emotionColor } from '../emotion-color.js';
import type { Label } from '../labels.js';
import { dom, type ElementLike } from './dom.js';

/** Makes an element with a part name, by which a page can style it. */
export function element(name: string, part: string): ElementLike {
  const made = dom.document.createElement(name);
  made.setAttribute('part', part);
  return made;
}

/** One bar for each label of a model. */
export class MeterRows {
  readonly element = element('div', 'rows');
  #rows: readonly Row[] = [];

  /** Makes the bars of a model's labels, named in a language. */
  show(labels: readonly Label[], language: 'en' | 'zh'): void {
    this.#rows = labels.map((label, at) => makeRow(label[language], emotionColor(label.en, at)));
    this.element.replaceChildren(...this.#rows.map(({ row }) => row));
  }

  /** @param shares `[labels]`, 0 to 1 */
  set(shares: readonly number[]): void {
    for (const [at, { track, bar, value }] of this.#rows.entries()) {
      const share = Math.min(1, Math.max(0, shares[at] ?? 0));
      const percent = String(Math.round(100 * share));
      track.setAttribute('aria-valuenow', percent);
      bar.style.setProperty('--share', String(share));
      value.textContent = `${percent} %`;
    }
  }
}

type Row = Readonly<Record<'row' | 'track' | 'bar' | 'value', ElementLike>>;

function makeRow(name: string, color: string): Row {
  const row = element('div', 'row');
  const [label, track, bar, value] = [
    element('span', 'label'),
    element('div', 'track'),
    element('div', 'bar'),
    element('span', 'value'),
  ];
  label.textContent = name;
  const meter = { role: 'meter', 'aria-label': name, 'aria-valuemin': '0', 'aria-valuemax': '100' };
  for (const [attribute, text] of Object.entries(meter)) track.setAttribute(attribute, text);
  bar.style.setProperty('--bar', color);
  track.append(bar);
  row.append(label, track, value);
  return { row, track, bar, value };
}
