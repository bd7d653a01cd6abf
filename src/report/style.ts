/** The style of a report: light and dark, on a phone and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f7f8; --panel: #ffffff; --text: #1b2125; --quiet: #566370; --line: #dfe5e9;
  --wave: #b9c4ca; --accent: #08645f; --warn: #8a4b00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181b; --panel: #1b2125; --text: #e6ebee; --quiet: #a3b0ba; --line: #323a41;
    --wave: #4b5861; --accent: #74c4bc; --warn: #f0b35a;
  }
}
html:has(#language-zh:checked) span[lang='en'], html:has(#language-en:checked) span[lang='zh'] {
  display: none;
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: clamp(0.75rem, 3vw, 2rem); max-width: 68rem;
  background: var(--page); color: var(--text); line-height: 1.5;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC",
    "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
}
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.5rem 1.5rem; }
h1 { margin: 0; font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { margin: 0 0 0.75rem; font-size: 1.15rem; }
h3 { margin: 1rem 0 0.25rem; font-size: 1rem; overflow-wrap: anywhere; }
p { margin: 0 0 0.5rem; }
a { color: var(--accent); }
.kind, .hint, figcaption { color: var(--quiet); }
.hint, figcaption { font-size: 0.875rem; margin: 0 0 0.75rem; }
main > section {
  margin-top: 1rem; padding: clamp(0.9rem, 2.5vw, 1.5rem);
  background: var(--panel); border: 1px solid var(--line); border-radius: 0.5rem;
}
fieldset { border: 0; margin: 0; padding: 0; display: flex; gap: 0.75rem; align-items: center; }
fieldset label { display: flex; gap: 0.3rem; align-items: center; min-height: 1.75rem; }
legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.findings { margin: 0; padding-left: 1.2rem; color: var(--warn); }
figure { margin: 0 0 1rem; }
svg { display: block; width: 100%; overflow: visible; }
svg text { fill: var(--quiet); font-size: 0.75rem; }
.wave { fill: var(--wave); }
.mark circle { fill: var(--panel); stroke: var(--accent); }
.mark text { fill: var(--accent); text-anchor: middle; font-size: 0.7rem; font-weight: 600; }
.mark:focus circle, .mark:hover circle { fill: var(--line); }
.grid { stroke: var(--line); }
.row { padding-top: 0.5rem; break-inside: avoid; }
.lane { display: grid; grid-template-columns: 8rem 1fr; gap: 0 0.75rem; align-items: center; }
.lane > :first-child { font-size: 0.875rem; overflow-wrap: anywhere; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0.5rem 0 0; padding: 0; list-style: none; font-size: 0.875rem; }
.legend li { display: flex; align-items: center; gap: 0.4rem; }
.legend svg { width: 0.9rem; height: 0.9rem; flex: none; }
.moments { margin: 0; padding: 0; list-style: none; }
.moments li { display: grid; grid-template-columns: 2rem 1fr minmax(0, 18rem); gap: 0.25rem 0.75rem; align-items: center; padding: 0.6rem 0; border-top: 1px solid var(--line); break-inside: avoid; scroll-margin-top: 1rem; }
.moments li:target { outline: 2px solid var(--accent); outline-offset: 2px; }
.moments p { margin: 0; overflow-wrap: anywhere; }
.number { color: var(--accent); font-weight: 600; }
audio { width: 100%; height: 2.5rem; }
time, td.figure { font-variant-numeric: tabular-nums; white-space: nowrap; }
.wide { overflow-x: auto; }
.wide:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
th, td { padding: 0.3rem 0.75rem 0.3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
tr { break-inside: avoid; }
td.swatch { white-space: nowrap; }
td.swatch svg { display: inline-block; width: 0.75rem; height: 0.75rem; margin-right: 0.4rem; vertical-align: -0.05rem; }
td.protocol { min-width: 20rem; }
td.names { overflow-wrap: anywhere; min-width: 6rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0 0 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
footer { margin-top: 1rem; color: var(--quiet); font-size: 0.875rem; }
@media (max-width: 40rem) {
  .lane { grid-template-columns: 1fr; }
  .moments li { grid-template-columns: 2rem 1fr; }
  .moments audio, .moments .absent { grid-column: 1 / -1; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.5rem; }
}
@media print {
  :root { --page: #fff; --panel: #fff; --text: #000; --quiet: #444; --line: #ccc; --wave: #b9c4ca; --accent: #08645f; --warn: #8a4b00; color-scheme: light; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  main > section { border: 0; padding: 0; margin-top: 1.5rem; }
  fieldset, audio, .absent { display: none; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .wide { overflow: visible; }
}
`;
