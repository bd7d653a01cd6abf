import { create } from 'zustand';

/** The tabs of the page, in their order. */
export const VIEWS = [
  'recognise',
  'conversation',
  'evaluation',
  'adaptation',
  'history',
  'api',
] as const;

/** A tab of the page. */
export type View = (typeof VIEWS)[number];

/** A tab, and the result in it that is shown. */
export type Route = { readonly view: View; readonly id?: string };

/** Reads an address such as `#/history/12`; `undefined` for the address of anything else. */
export function parseRoute(hash: string): Route | undefined {
  const [, name, id] = /^#\/([a-z]+)(?:\/([\w-]+))?$/.exec(hash) ?? [];
  const view = VIEWS.find((each) => each === name);
  return view && { view, ...(id !== undefined && { id }) };
}

/** The address of a tab or of a result in it. */
export function formatRoute({ view, id }: Route): string {
  return id === undefined ? `#/${view}` : `#/${view}/${id}`;
}

/** What the address of the page names. */
export const useRoute = create<Route>(() => ({ view: 'recognise' }));

/** Keeps {@link useRoute} equal to the address, so that the browser's Back works. */
export function followRoute(): void {
  const read = () => {
    // "#content" of the skip link, for one, is no tab.
    const route = location.hash === '' ? { view: 'recognise' as const } : parseRoute(location.hash);
    if (route) useRoute.setState(route, true);
  };
  window.addEventListener('hashchange', read);
  read();
}

/** Opens a tab or a result in it, as a new entry of the browser's history. */
export function openRoute(route: Route): void {
  location.hash = formatRoute(route);
}
