/** How many mel frames of 10 ms, and how many samples at 16 kHz, one state of the encoder stands for. */
export const MEL_FRAMES_PER_STATE = 2;
/** Samples from one mel frame to the next, for every Whisper model. */
export const MEL_HOP_SAMPLES = 160;
/** Samples of the Fourier transform, for every Whisper model; half of them lie before a frame's centre. */
export const MEL_WINDOW_SAMPLES = 400;
/** Samples from one state of the encoder to the next: 20 ms at 16 kHz. */
export const STATE_HOP_SAMPLES = MEL_FRAMES_PER_STATE * MEL_HOP_SAMPLES;

/** States of the longest window, of 30 s. */
export const MOST_STATES = 1500;

/** A tensor that every Whisper encoder has. */
export const WHISPER_TENSOR = 'conv1.weight';
/** The name under which Whisper models keep their encoder. */
export const WHISPER_NAMES = ['encoder'];

/** Epsilon of every layer norm of Whisper: torch's default, which no setting changes. */
export const LAYER_NORM_EPSILON = 1e-5;

/** Settings of Whisper's encoder: those that its graph depends on, without the head. */
export type WhisperEncoderSettings = {
  /** Mel bands of the input: 80, or 128 since Whisper large-v3. */
  readonly numMelBins: number;
  readonly hiddenSize: number;
  readonly numHiddenLayers: number;
  /** Divides `hiddenSize`. */
  readonly numAttentionHeads: number;
  readonly intermediateSize: number;
  /** Rows of the table of positions: the largest number of states. */
  readonly maxSourcePositions: number;
};
