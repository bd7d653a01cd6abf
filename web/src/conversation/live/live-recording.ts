import { wavHeader } from '../../recording/encode-wav.ts';
import { type Microphone, openMicrophone } from '../../recording/microphone.ts';

/** Length of a frame in seconds; Hume's clients send as long ones. */
const FRAME_SECONDS = 0.1;

/** After this many frames, the sound goes into a blob, which a browser can keep on the disk. */
const FRAMES_A_BLOB = 100;

/** The longest live recording, in seconds. */
export const LIVE_LIMIT_SECONDS = 3600;

/** Records from the microphone as 16-bit frames, and keeps all of them. */
export class LiveRecording {
  readonly #onFrame: (frame: Int16Array<ArrayBuffer>) => void;
  readonly #blobs: Blob[] = [];
  #frames: Int16Array<ArrayBuffer>[] = [];
  #frame: Int16Array<ArrayBuffer> | undefined;
  #filled = 0;
  #samples = 0;
  #microphone: Microphone | undefined;

  /** @param onFrame gets every frame of a tenth of a second */
  constructor(onFrame: (frame: Int16Array<ArrayBuffer>) => void) {
    this.#onFrame = onFrame;
  }

  /** In hertz; 0 before the microphone is open. */
  get sampleRate(): number {
    return this.#microphone?.sampleRate ?? 0;
  }

  /** What is recorded, in seconds. */
  get seconds(): number {
    return this.sampleRate === 0 ? 0 : this.#samples / this.sampleRate;
  }

  async open(): Promise<void> {
    this.#microphone = await openMicrophone((samples) => {
      this.#take(samples);
    });
  }

  /** Closes the microphone and returns the recording; `undefined` if it is empty. */
  async finish(): Promise<Blob | undefined> {
    await this.#microphone?.close();
    if (this.#frame && this.#filled > 0) this.#frames.push(this.#frame.slice(0, this.#filled));
    this.#pack();
    if (this.#samples === 0) return undefined;
    const header = wavHeader(2 * this.#samples, this.sampleRate);
    return new Blob([header, ...this.#blobs], { type: 'audio/wav' });
  }

  #take(samples: Float32Array): void {
    if (this.sampleRate === 0 || this.seconds >= LIVE_LIMIT_SECONDS) return;
    for (const sample of samples) {
      this.#frame ??= new Int16Array(Math.round(FRAME_SECONDS * this.sampleRate));
      this.#frame[this.#filled++] = Math.round(Math.max(-1, Math.min(1, sample)) * 0x7fff);
      if (this.#filled === this.#frame.length) this.#endFrame(this.#frame);
    }
    this.#samples += samples.length;
  }

  #endFrame(frame: Int16Array<ArrayBuffer>): void {
    this.#onFrame(frame);
    this.#frames.push(frame);
    this.#frame = undefined;
    this.#filled = 0;
    if (this.#frames.length >= FRAMES_A_BLOB) this.#pack();
  }

  #pack(): void {
    if (this.#frames.length > 0) this.#blobs.push(new Blob(this.#frames));
    this.#frames = [];
  }
}
