export { type CheckedRecording, checkRecording } from './check-recording.js';
export { decodeAudio, type DecodeOptions } from './decode.js';
export { loadRecording, type Recording, recordingFromWaveform } from './load-recording.js';
export { mix } from './mix.js';
export { type PolyphaseKernel, polyphaseKernel } from './polyphase-kernel.js';
export { resample } from './resample.js';
export { type AudioFormat, sniffFormat } from './sniff.js';
export type { Waveform } from '../waveform.js';
