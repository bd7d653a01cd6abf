export { type CheckedRecording, checkRecording } from './checks/check-recording.js';
export { decodeAudio, type DecodeOptions, streamAudio } from './decode/decode.js';
export { loadRecording, type Recording, recordingFromWaveform } from './load-recording.js';
export { mix } from './resample/mix.js';
export { type PolyphaseKernel, polyphaseKernel } from './resample/polyphase-kernel.js';
export type { RecordingDetails } from './recording-builder.js';
export { resample } from './resample/resample.js';
export { type AudioFormat, sniffFormat } from './decode/sniff-audio.js';
export {
  hearPieces as toModelInput,
  type RecordingStream,
  streamRecording,
} from './stream-recording.js';
export type { Waveform } from '../waveform.js';
export { SampleQueue } from './resample/sample-queue.js';
export { joinSamples } from './join-samples.js';
