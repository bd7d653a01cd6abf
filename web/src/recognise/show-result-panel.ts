/** On a narrow screen the result panel is below the fold: scrolls it into view. */
export function showResultPanel(): void {
  if (!window.matchMedia('(max-width: 56em)').matches) return;
  const reduced = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  document
    .querySelector('[data-testid=result-panel]')
    ?.scrollIntoView({ behavior: reduced ? 'instant' : 'smooth', block: 'start' });
}
