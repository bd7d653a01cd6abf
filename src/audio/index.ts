export { type CheckedRecording, checkRecording } from './checks/check-recording.js';
export { decodeAudio, type DecodeOptions, streamAudio } from './decode/decode.js';
export type { CheckSize, DecoderContext } from './decode/decoder.js';
export {
  type FallbackDecoder,
  type FallbackRequest,
  registerFallbackDecoder,
} from './decode/fallback-decoder.js';
export { registerWasmLoader, type WasmLoader } from './decode/wasm-loader.js';
export { loadRecording, type Recording, recordingFromWaveform } from './load-recording.js';
export { mix } from './resample/mix.js';
export { type PolyphaseKernel, polyphaseKernel } from './resample/polyphase-kernel.js';
export type { ModelInput, RecordingDetails } from './recording-builder.js';
export { ChannelMixer } from './resample/channel-mixer.js';
export { Resampler } from './resample/resampler.js';
export { resample } from './resample/resample.js';
export { type AudioFormat, sniffFormat } from './decode/sniff-audio.js';
export {
  type ChannelStream,
  type RecordingStream,
  streamChannels,
  streamRecording,
  toChannelInput,
  toModelInput,
} from './stream-recording.js';
export type { Waveform } from '../waveform.js';
export { SampleQueue } from './resample/sample-queue.js';
export { joinSamples } from './join-samples.js';
export { watchReads } from './watch-reads.js';
