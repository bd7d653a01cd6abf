import { createHash } from 'node:crypto';
import { copyFile, link, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Adaptation, Estimate } from '../adaptation/index.js';
import { type Bundle, type Figure, formatManifest, writeFolder } from '../bundles/index.js';
import { FileError } from '../errors.js';
import { HEADS_FILE, MANIFEST_FILE } from '../graph-files.js';
import { nameLabel } from '../labels.js';
import { VERSION } from '../version.js';

/** Name of the card inside a bundle. */
export const CARD_FILE = 'README.md';

/** What a bundle of an adapted model is written from. */
export type AdaptedFacts = {
  readonly adaptation: Adaptation;
  /** Default: the base model's name with `-adapted`. */
  readonly name?: string | undefined;
  readonly clips: number;
  readonly speakers: number;
};

/** The files of an adapted model's bundle. */
export type AdaptedFiles = {
  /** Those of the base model, by their names in both folders. */
  readonly kept: readonly string[];
  /** Those that are new. */
  readonly made: readonly { readonly path: string; readonly text: string }[];
};

/** The bundle of an adapted model: the base model's graph, new heads, figures and a card. */
export function adaptedFiles(base: Bundle, facts: AdaptedFacts): AdaptedFiles {
  // The calibration belongs to the logits of the graph, which no longer answer.
  const manifest = { ...base.manifest };
  delete manifest.calibration;
  const { heads } = facts.adaptation;
  const name = facts.name ?? `${manifest.name}-adapted`;
  const kept = manifest.files.filter(({ path }) => path !== HEADS_FILE);
  const text = `${JSON.stringify(heads)}\n`;
  const sha256 = createHash('sha256').update(text).digest('hex');
  const adapted = formatManifest({
    ...{ ...manifest, version: 2, name, labels: heads.labels.map(nameLabel) },
    files: [...kept, { path: HEADS_FILE, bytes: Buffer.byteLength(text), sha256 }],
    provenance: {
      ...manifest.provenance,
      convertedBy: `wav2emo ${VERSION}, adapted from ${manifest.name}`,
    },
    figures: figuresOf(facts, manifest.name),
  });
  return {
    kept: kept.map(({ path }) => path),
    made: [
      { path: HEADS_FILE, text },
      { path: MANIFEST_FILE, text: adapted },
      { path: CARD_FILE, text: cardOf(base, name, facts) },
    ],
  };
}

/**
 * Writes the bundle of an adapted model.
 *
 * @throws FileError
 */
export async function writeAdapted(
  base: Bundle,
  target: string,
  facts: AdaptedFacts,
): Promise<void> {
  const { kept, made } = adaptedFiles(base, facts);
  await writeFolder(target, async (temporary) => {
    for (const path of kept) await place(join(base.folder, path), join(temporary, path));
    for (const { path, text } of made) await write(join(temporary, path), text);
  });
}

/** Another file system has no links to this one; the file is then copied. */
async function place(from: string, to: string): Promise<void> {
  try {
    await link(from, to).catch(() => copyFile(from, to));
  } catch (error) {
    throw FileError.from(error, to, 'write');
  }
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    throw FileError.from(error, path, 'write');
  });
}

function protocolOf({ adaptation, clips, speakers }: AdaptedFacts): string {
  const { heldOut, gain } = adaptation;
  const who = speakers > 0 ? `${speakers} speakers` : 'speakers that are not named';
  const split =
    heldOut === 'speakers'
      ? 'cross-validation over speakers'
      : 'cross-validation over clips: the same voices occur in training and test, so the figure is too high for new speakers';
  return `${clips} own clips of ${who}, ${split}; bootstrap over ${gain.resampled}`;
}

function figuresOf(facts: AdaptedFacts, base: string): Figure[] {
  const { gain, relative } = facts.adaptation;
  const { before, after } = gain;
  const figure = (name: string, { value, interval }: Estimate): Figure => ({
    name,
    value: round(value),
    interval: [round(interval[0]), round(interval[1])],
    protocol: protocolOf(facts),
  });
  return [
    figure('unweighted average recall', after),
    figure(`unweighted average recall of ${base} on the same clips`, before),
    ...(relative?.isUsed
      ? [
          figure(
            "unweighted average recall, compared with the speaker's other clips",
            relative.gain.after,
          ),
        ]
      : []),
  ];
}

function relativeOf({ relative, heads }: Adaptation): string {
  if (relative?.isUsed)
    return `${percent(relative.gain.after)}, ${percent(relative.gain.before)} before; the relative head is new.`;
  return heads.relative
    ? 'the relative head is that of the base model, because a new one was not better or too few clips name their speaker.'
    : 'this model has no relative head.';
}

const round = (share: number) => Number(share.toFixed(4));

const percent = ({ value, interval }: Estimate) =>
  `${(100 * value).toFixed(1)} % (95 %: ${(100 * interval[0]).toFixed(1)} to ${(100 * interval[1]).toFixed(1)})`;

function cardOf({ manifest }: Bundle, name: string, facts: AdaptedFacts): string {
  const { adaptation } = facts;
  const { heads, gain, recalls, method, blend } = adaptation;
  const licence = manifest.licence === undefined ? '' : `license: ${manifest.licence}\n`;
  const rows = heads.labels.map(
    (label, at) => `| ${label} | ${(100 * (recalls[at] ?? 0)).toFixed(0)} % |`,
  );
  return `---
${licence}library_name: wav2emo
---

# ${name}

This model is ${manifest.name}, adapted to own clips with wav2emo ${VERSION}. Its graph is unchanged; its last layer is new.

- **Data and protocol**: ${protocolOf(facts)}.
- **Unweighted average recall**: ${percent(gain.after)}; ${manifest.name} reaches ${percent(gain.before)} on the same clips.
- **Method**: ${method}, with a weight of ${blend.own.toPrecision(3)}, and the base head with new biases, with a weight of ${blend.base.toPrecision(3)}.
- **Compared with a speaker's ordinary speech**: ${relativeOf(adaptation)}
- **Licence of the base model**: ${manifest.licence ?? 'not stated'}.

| class | recall |
| ----- | ------ |
${rows.join('\n')}

## Limits

The figures hold for recordings like these clips. Other rooms, languages and speakers can give other figures. The result is how speech
sounds, not what somebody feels; do not decide about people with it.
`;
}
