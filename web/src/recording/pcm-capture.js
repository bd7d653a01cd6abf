/** Posts the microphone's samples to the page as they arrive, mixed to one channel. */
class PcmCapture extends AudioWorkletProcessor {
  /** @param {Float32Array[][]} inputs */
  process([channels = []]) {
    const [first] = channels;
    if (!first) return true;
    const mono = Float32Array.from(
      first,
      (_, at) => channels.reduce((sum, channel) => sum + channel[at], 0) / channels.length,
    );
    this.port.postMessage(mono, [mono.buffer]);
    return true;
  }
}

registerProcessor('pcm-capture', PcmCapture);
