/** A file with its path, as it is dropped or chosen. */
type NamedFile = { readonly name: string; readonly recording: Blob };

/** A folder that holds a model. */
export type ModelFolder = {
  readonly name: string;
  /** By their paths inside the folder. */
  readonly files: Readonly<Record<string, Blob>>;
};

/** Names of files in the folder of a model: settings, vocabularies, cards and weights. */
const MODEL_NAME =
  /\.(ckpt|safetensors|bin|pt|pth|onnx|data|json|ya?ml|txt|mvn|model|md)$|^README$/i;

/** The settings of checkpoints, and the description of a bundle. */
const SETTINGS = /^(hyperparams\.yaml|config\.json|config\.yaml|model\.json)$/i;
const WEIGHTS = /\.(ckpt|safetensors|bin|pt|pth|onnx)$/i;

/** Whether a file of a folder may belong to a model, by its name. */
export function isModelName(name: string): boolean {
  return !name.startsWith('.') && MODEL_NAME.test(name);
}

/**
 * Finds a model among files: its settings, and weights in the same folder or below it.
 *
 * @returns nothing if they are something else, e.g. recordings
 */
export function findModel(files: readonly NamedFile[]): ModelFolder | undefined {
  const settings = files.map(({ name }) => name).filter((path) => SETTINGS.test(baseOf(path)));
  // The outermost settings are those of the model; folders inside may have some of their own.
  const [first] = settings.toSorted((a, b) => a.split('/').length - b.split('/').length);
  if (first === undefined) return undefined;
  const folder = first.slice(0, first.length - baseOf(first).length);
  const inside = files.filter(({ name }) => name.startsWith(folder));
  if (!inside.some(({ name }) => WEIGHTS.test(name))) return undefined;
  return {
    name: baseOf(folder.slice(0, -1)) || UNNAMED,
    files: Object.fromEntries(
      inside.map(({ name, recording }) => [name.slice(folder.length), recording]),
    ),
  };
}

/** The name of a model whose files come without their folder. */
const UNNAMED = 'model';

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
