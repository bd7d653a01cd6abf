/** What the page of an evaluation adds to the style of a report. */
export const PAGE_STYLE = `
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem; }
.charts figure { margin: 0; }
.middle { text-anchor: middle; }
.end { text-anchor: end; }
.bar, .cell { fill: var(--accent); }
.cell.wrong { fill: #d55e00; }
.line { stroke: var(--accent); stroke-width: 2; }
.matrix { width: auto; max-width: 100%; height: auto; }
.charts svg { max-width: 30rem; }
.matrix .count { fill: var(--text); font-size: 0.9rem; font-weight: 600; }
.matrix a .count { text-decoration: underline; }
.cell-clips { display: none; border-left: 3px solid #d55e00; padding-left: 0.75rem; }
.cell-clips:target, .cell-clips:has(:target) { display: block; }
.cell-clips ol { padding-left: 1.75rem; }
.cell-clips li { padding: 0.3rem 0; overflow-wrap: anywhere; }
.cell-clips li:target { outline: 2px solid var(--accent); outline-offset: 2px; }
.plane { border: 1px solid var(--line); border-radius: 0.25rem; }
.plane circle { fill: currentColor; fill-opacity: 0.7; }
.plane circle.ring { fill: var(--panel); stroke: currentColor; stroke-width: 2; }
.names { display: none; }
main fieldset { flex-wrap: wrap; }
details summary { cursor: pointer; font-weight: 600; padding: 0.3rem 0; }
.runs { display: grid; gap: 1rem; }
code { overflow-wrap: anywhere; }
`;
