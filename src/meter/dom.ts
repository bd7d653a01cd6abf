/** What this folder uses of the DOM; the project's types are those of Node. */

/** What is used of an element. */
export type ElementLike = {
  textContent: string | null;
  hidden: boolean;
  lang: string;
  readonly style: { setProperty(name: string, value: string): void };
  append(...children: readonly (ElementLike | string)[]): void;
  replaceChildren(...children: readonly ElementLike[]): void;
  setAttribute(name: string, value: string): void;
  getAttribute(name: string): string | null;
  closest(selector: string): ElementLike | null;
  addEventListener(type: string, listener: () => void): void;
  dispatchEvent(event: Event): boolean;
};

type StyleSheet = { replaceSync(text: string): void };

/** What is used of a shadow root. */
export type ShadowRootLike = Pick<ElementLike, 'append'> & {
  adoptedStyleSheets: readonly StyleSheet[];
};

type HTMLElementLike = ElementLike & {
  attachShadow(init: { mode: 'open' }): ShadowRootLike;
};

type MediaTrack = { readonly readyState: string; stop(): void };

type DomGlobals = {
  readonly HTMLElement?: new () => HTMLElementLike;
  readonly CSSStyleSheet: new () => StyleSheet;
  readonly CustomEvent: new (
    type: string,
    init: { readonly detail: unknown; readonly bubbles: boolean; readonly composed: boolean },
  ) => Event;
  readonly customElements?: {
    get(name: string): unknown;
    define(name: string, element: new () => unknown): void;
  };
  readonly document: { createElement(name: string): ElementLike };
  readonly navigator: {
    readonly mediaDevices?: {
      getUserMedia(constraints: { readonly audio: boolean }): Promise<{
        getAudioTracks(): readonly MediaTrack[];
      }>;
    };
  };
};

/** The globals of a page. */
export const dom = globalThis as unknown as DomGlobals;

/** Where no page is, e.g. while a page is rendered on a server, importing this module must not fail. */
export const HTMLElementBase: new () => HTMLElementLike =
  dom.HTMLElement ?? (Object as unknown as new () => HTMLElementLike);
