import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Checkpoint,
  type HuggingFaceCheckpoint,
  memoryFolder,
  openCheckpoint,
  type SpeechBrainCheckpoint,
  type TensorStore,
} from '../../src/checkpoint/index.js';
import { fixture } from './golden.js';

/** Opens the checkpoint of a fixture with a changed text in one of its files. */
export async function changedCheckpoint(
  name: string,
  file: string,
  replace: (text: string) => string,
): Promise<Checkpoint> {
  const folder = fixture(`checkpoints/${name}`);
  const files = readdirSync(folder).map((each) => {
    const bytes = readFileSync(path.join(folder, each));
    return [each, new Blob([each === file ? replace(bytes.toString()) : bytes])] as const;
  });
  return openCheckpoint(memoryFolder(name, Object.fromEntries(files)));
}

/** Opens a fixture in Hugging Face's layout. */
export async function huggingFace(name: string): Promise<HuggingFaceCheckpoint> {
  const checkpoint = await changedCheckpoint(name, '', (text) => text);
  if (checkpoint.format !== 'huggingface' || checkpoint.family !== 'wav2vec2') {
    throw new Error(`${name} has another layout`);
  }
  return checkpoint;
}

/** Opens a fixture in SpeechBrain's layout with one changed store. */
export async function speechBrain(
  name: string,
  key: string,
  change: (store: TensorStore) => TensorStore,
): Promise<SpeechBrainCheckpoint> {
  const checkpoint = await changedCheckpoint(name, '', (text) => text);
  if (checkpoint.format !== 'speechbrain') throw new Error(`${name} has another layout`);
  const store = checkpoint.stores.get(key);
  if (!store) throw new Error(`${name} has no ${key}`);
  return { ...checkpoint, stores: new Map([...checkpoint.stores, [key, change(store)]]) };
}
