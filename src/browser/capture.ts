/**
 * The program of an audio worklet that posts the samples of a microphone, mixed to one channel, about
 * 0.1 s at once: a microphone may change its number of channels.
 */

/** What this file uses of a worklet's globals; the project's types are those of Node. */
declare const sampleRate: number;
declare const registerProcessor: (name: string, processor: unknown) => void;
declare const AudioWorkletProcessor: new () => {
  readonly port: { postMessage(message: unknown, transfer: readonly unknown[]): void };
};

/** More messages a second would cost more than they gain: live results come four times a second. */
const MESSAGES_PER_SECOND = 10;

class Capture extends AudioWorkletProcessor {
  #piece = emptyPiece();
  #filled = 0;

  process([channels = []]: readonly (readonly Float32Array[])[]): boolean {
    const frames = channels[0]?.length ?? 0;
    if (this.#filled + frames > this.#piece.length) this.#post();
    for (let at = 0; at < frames; at++) {
      const sum = channels.reduce((total, channel) => total + (channel[at] ?? 0), 0);
      this.#piece[this.#filled++] = sum / channels.length;
    }
    return true;
  }

  #post(): void {
    const piece = this.#piece.subarray(0, this.#filled);
    this.port.postMessage(piece, [piece.buffer]);
    this.#piece = emptyPiece();
    this.#filled = 0;
  }
}

function emptyPiece(): Float32Array {
  return new Float32Array(Math.ceil(sampleRate / MESSAGES_PER_SECOND));
}

registerProcessor('wav2emo-capture', Capture);
