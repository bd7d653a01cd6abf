import { expect, test } from 'vitest';
import * as audio from '../src/audio/node.js';
import * as browser from '../src/browser/index.js';
import * as checkpoint from '../src/checkpoint/index.js';
import * as main from '../src/index.js';
import * as meter from '../src/meter/index.js';
import * as onnx from '../src/onnx/index.js';

test('the public doors export these values and no others', () => {
  const doors = { main, audio, browser, checkpoint, meter, onnx };
  const names = Object.entries(doors).map(([door, exports]) => [door, Object.keys(exports).sort()]);
  expect(Object.fromEntries(names)).toMatchInlineSnapshot(`
    {
      "audio": [
        "checkRecording",
        "decodeAudio",
        "loadRecording",
        "mix",
        "polyphaseKernel",
        "recordingFromWaveform",
        "registerNodeAudio",
        "resample",
        "sniffFormat",
        "streamAudio",
        "streamRecording",
      ],
      "browser": [
        "AudioError",
        "Baseline",
        "BaselineError",
        "CheckpointError",
        "DeviceError",
        "EmotionClassifier",
        "EmotionModel",
        "EmotionRegressor",
        "FINDINGS",
        "FORMAT_NAMES",
        "FileError",
        "Wav2EmoError",
        "WorkerError",
        "describeMoment",
        "keptModels",
        "nameLabel",
        "nameSpeaker",
        "openEmotionModel",
        "removeModel",
        "writeConversation",
      ],
      "checkpoint": [
        "defaultPreprocessor",
        "isConstruction",
        "isMapping",
        "memoryFolder",
        "openAnyTensors",
        "openCheckpoint",
        "openFolder",
        "openSafetensors",
        "openTorch",
        "parseHuggingFaceConfig",
        "parseHyperPyYaml",
        "parseLabelEncoder",
        "parsePreprocessorConfig",
      ],
      "main": [
        "AudioError",
        "Baseline",
        "BaselineError",
        "CheckpointError",
        "DeviceError",
        "EmotionClassifier",
        "EmotionModel",
        "EmotionRegressor",
        "FINDINGS",
        "FORMAT_NAMES",
        "FileError",
        "HubError",
        "Wav2EmoError",
        "WorkerError",
        "adaptHeads",
        "adaptModel",
        "availableDevices",
        "classifyFiles",
        "conversationSchema",
        "convertCheckpoint",
        "describeMoment",
        "foreignClass",
        "inspectModel",
        "installedModels",
        "locateModel",
        "nameLabel",
        "nameSpeaker",
        "openEmotionModel",
        "predictFiles",
        "prepareBundle",
        "voicePrint",
        "writeConversation",
      ],
      "meter": [
        "Wav2EmoMeter",
      ],
      "onnx": [
        "CONSTANT_BYTES",
        "DATA_FILE",
        "GraphBuilder",
        "MODEL_FILE",
        "OPSET",
        "checkGraph",
        "encodeWhole",
        "float",
        "writeModel",
      ],
    }
  `);
});
