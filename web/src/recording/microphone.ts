import captureUrl from './pcm-capture.js?url&no-inline';

/** An open microphone. */
export type Microphone = {
  /** In hertz, as the device delivers it. */
  readonly sampleRate: number;
  /** Ends the capture and releases the device. */
  close: () => Promise<void>;
};

/** Why there is no recording; the page has a text for each. */
export type RecordingProblem = 'insecure' | 'denied' | 'missing' | 'busy' | 'unsupported';

/** Errors of `getUserMedia` as problems that the user can solve. */
const PROBLEMS: Readonly<Record<string, RecordingProblem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

/** The problem behind a failed {@link openMicrophone}, if it is a known one. */
export function recordingProblem(error: unknown): RecordingProblem | undefined {
  if (!window.isSecureContext) return 'insecure';
  if (!supported()) return 'unsupported';
  return error instanceof DOMException ? PROBLEMS[error.name] : undefined;
}

/**
 * Opens the microphone without the browser's processing: an automatic gain would change the input
 * of the model.
 *
 * @param onSamples gets mono blocks of 128 samples, full scale ±1
 */
export async function openMicrophone(
  onSamples: (samples: Float32Array) => void,
): Promise<Microphone> {
  if (!window.isSecureContext || !supported()) throw new Error('No microphone in this browser');
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  });
  const context = new AudioContext();
  const close = async () => {
    for (const track of stream.getTracks()) track.stop();
    await context.close();
  };
  try {
    await context.audioWorklet.addModule(captureUrl);
    const capture = new AudioWorkletNode(context, 'pcm-capture', { numberOfOutputs: 0 });
    capture.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      onSamples(data);
    };
    context.createMediaStreamSource(stream).connect(capture);
    // Safari's context is suspended until it is resumed.
    await context.resume();
  } catch (error) {
    await close();
    throw error;
  }
  return { sampleRate: context.sampleRate, close };
}

function supported(): boolean {
  return 'mediaDevices' in navigator && 'AudioWorkletNode' in window;
}
