import { CheckpointError } from '../../errors.js';

/**
 * Reads the labels of a model from `id2label` and `num_labels` of its `config.json`, in the order of
 * their index. Without names they are `LABEL_0`, `LABEL_1` and so on, as in transformers. Without names
 * and a number there are none: the rows of the head's last layer say how many there are.
 *
 * @param file the file's name in messages
 * @throws CheckpointError (`checkpoint-mismatch`) if an index between 0 and the last has no name, a
 * name is empty or stands for two indices, or there are more or fewer names than `num_labels`.
 */
export function parseLabels(
  id2label: Readonly<Record<string, string>> | null | undefined,
  numLabels: number | null | undefined,
  file: string,
): readonly string[] {
  const entries = Object.entries(id2label ?? {}).sort(([a], [b]) => Number(a) - Number(b));
  if (entries.length === 0) {
    return Array.from({ length: numLabels ?? 0 }, (_, id) => `LABEL_${id}`);
  }
  const count = entries.length;
  const mismatch = (found: string) =>
    new CheckpointError(
      'checkpoint-mismatch',
      `${file}: ${found}, expected one name of its own for each output of the model. Correct the file.`,
    );
  const gap = entries.findIndex(([id], index) => Number(id) !== index);
  if (gap >= 0) {
    const ids = entries.map(([id]) => id).slice(0, 20);
    throw mismatch(`id2label names the outputs ${ids.join(', ')} and not ${gap}`);
  }
  const labels = entries.map(([, label]) => label);
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  if (twice !== undefined) throw mismatch(`id2label has the name ${JSON.stringify(twice)} twice`);
  if (labels.some((label) => label.trim() === '')) throw mismatch('id2label has an empty name');
  if ((numLabels ?? count) !== count) {
    throw mismatch(`num_labels is ${numLabels ?? count} and id2label has ${count} names`);
  }
  return labels;
}

/** Whether labels are names, and not what transformers writes if there are none: `LABEL_0`, `LABEL_1` … */
export function areNames(labels: readonly string[]): boolean {
  return labels.some((label, index) => label !== `LABEL_${index}`);
}
