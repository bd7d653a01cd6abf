import {
  EmotionClassifier,
  EmotionRegressor,
  type LiveEvent,
  openEmotionModel,
} from '../browser/index.js';
import { dom, HTMLElementBase } from './dom.js';
import { element, MeterRows } from './meter-rows.js';
import { STYLE } from './style.js';
import { languageOf, type MeterWords, wordsOf } from './words.js';

type Model = EmotionClassifier | EmotionRegressor;
type Microphone = Awaited<
  ReturnType<NonNullable<typeof dom.navigator.mediaDevices>['getUserMedia']>
>;

/**
 * `<wav2emo-meter model="/models/wav2emo-small">` measures the emotion of whoever speaks into the microphone,
 * which it asks for when its button is pressed. The sound stays in the page.
 *
 * Attributes: `model`, address of a bundle's folder (required); `interval`, seconds between measurements
 * (default 0.5); `assets`, as in `BrowserLoadOptions`; `lang`, Chinese or English (default: of the element's
 * surroundings). It dispatches `wav2emo` with a {@link LiveEvent} as its `detail`.
 */
export class Wav2EmoMeter extends HTMLElementBase {
  readonly #button = element('button', 'button');
  readonly #status = element('p', 'status');
  readonly #rows = new MeterRows();
  #model: Promise<Model> | undefined;
  #microphone: Microphone | undefined;
  #said = '';

  constructor() {
    super();
    const style = new dom.CSSStyleSheet();
    // A sheet of its own needs no permission of a content policy, unlike a style element.
    style.replaceSync(STYLE);
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [style];
    this.#button.setAttribute('type', 'button');
    this.#status.setAttribute('role', 'status');
    root.append(this.#button, this.#status, this.#rows.element);
    this.#button.addEventListener('click', () => void this.#toggle());
  }

  /** Called by the browser when the element is put into a page. */
  connectedCallback(): void {
    this.setAttribute('role', 'group');
    this.#button.textContent = this.#words.start;
    this.#say(this.#words.idle);
  }

  /** Called by the browser when the element is taken out of a page: the microphone and the model are freed. */
  disconnectedCallback(): void {
    this.stop();
    const model = this.#model;
    this.#model = undefined;
    void model?.then((opened) => opened.dispose()).catch(() => undefined);
  }

  /** Asks for the microphone and measures until {@link stop}. Errors are shown in the element. */
  async start(): Promise<void> {
    if (this.#microphone) return;
    const words = this.#words;
    try {
      const devices = dom.navigator.mediaDevices;
      if (!devices) throw namedError('NotFoundError');
      this.#say(words.loading);
      const microphone = await devices.getUserMedia({ audio: true });
      this.#microphone = microphone;
      this.#button.textContent = words.stop;
      const model = await this.#open();
      this.#rows.show(model.labels, this.#language);
      this.#say(words.listening);
      await model.live(microphone, {
        intervalSeconds: Number(this.getAttribute('interval') ?? 0.5),
        onEvent: (event) => {
          this.#show(event, model);
        },
      });
      this.#say(words.idle);
    } catch (error) {
      this.#say(wordsFor(error, words));
    } finally {
      this.stop();
    }
  }

  /** Frees the microphone; the model stays loaded. */
  stop(): void {
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.stop();
    this.#microphone = undefined;
    this.#button.textContent = this.#words.start;
  }

  get #language(): 'en' | 'zh' {
    return languageOf(this.closest('[lang]')?.getAttribute('lang') ?? 'en');
  }

  get #words(): MeterWords {
    return wordsOf(this.#language);
  }

  async #toggle(): Promise<void> {
    if (this.#microphone) this.stop();
    else await this.start();
  }

  #open(): Promise<Model> {
    const assets = this.getAttribute('assets');
    this.#model ??= openEmotionModel(this.getAttribute('model') ?? '', {
      ...(assets !== null && { assets }),
    }).catch((error: unknown) => {
      this.#model = undefined;
      throw error;
    });
    return this.#model;
  }

  #show(event: LiveEvent, { labels, manifest }: Model): void {
    this.dispatchEvent(
      new dom.CustomEvent('wav2emo', { detail: event, bubbles: true, composed: true }),
    );
    if (event.type !== 'measurement' && event.type !== 'utterance.end') return;
    const values = 'probabilities' in event ? event.probabilities : event.dimensions;
    this.#rows.set(labels.map(({ id }) => values[id] ?? 0));
    // A voice that is read out at each measurement could not be followed.
    const spoken = labels.find(({ id }) => 'label' in event && id === event.label);
    if (manifest.task === 'classification' && spoken) this.#say(spoken[this.#language]);
  }

  /** Writes into the live region, whose changes are read out. */
  #say(text: string): void {
    if (text === this.#said) return;
    this.#said = text;
    this.#status.textContent = text;
  }
}

function namedError(name: string): Error {
  const error = new Error(name);
  error.name = name;
  return error;
}

function wordsFor(error: unknown, words: MeterWords): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'NotAllowedError') return words.refused;
  if (name === 'NotFoundError') return words.noMicrophone;
  return `${words.failed}${message}`;
}
