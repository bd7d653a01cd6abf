/** The style of the meter; a page sets the variables. */
export const STYLE = `
:host {
  display: block;
  max-inline-size: 24rem;
  padding: 1rem;
  border: 1px solid var(--wav2emo-border, #8886);
  border-radius: var(--wav2emo-radius, 0.75rem);
  color: var(--wav2emo-color, inherit);
  background: var(--wav2emo-background, transparent);
  font: var(--wav2emo-font, inherit);
}
:host([hidden]) { display: none; }
button {
  min-block-size: 2.75rem;
  padding-inline: 1rem;
  border: 0;
  border-radius: var(--wav2emo-radius, 0.75rem);
  color: var(--wav2emo-button-color, #fff);
  background: var(--wav2emo-button-background, #1f5fa8);
  font: inherit;
  cursor: pointer;
}
button:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
p { margin-block: 0.75rem 0; min-block-size: 1.5em; }
[part=rows] { display: grid; gap: 0.5rem; margin-block-start: 0.75rem; }
[part=row] { display: grid; grid-template-columns: 6rem 1fr 3rem; align-items: center; gap: 0.5rem; }
[part=track] { block-size: 0.75rem; border-radius: 1rem; background: var(--wav2emo-track, #8883); overflow: hidden; }
[part=bar] {
  block-size: 100%;
  inline-size: calc(100% * var(--share, 0));
  background: var(--bar);
  transition: inline-size 0.2s;
}
[part=value] { text-align: end; font-variant-numeric: tabular-nums; }
@media (prefers-reduced-motion: reduce) { [part=bar] { transition: none; } }
@media (forced-colors: active) { [part=bar] { background: CanvasText; forced-color-adjust: none; } }
`;
