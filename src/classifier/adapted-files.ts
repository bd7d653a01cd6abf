// This file and its imports load no Node module, so that a browser can adapt a model, too.
import type { Adaptation, Estimate } from '../adaptation/index.js';
import { type BundleManifest, type Figure, formatManifest } from '../bundles/web.js';
import { HEADS_FILE, MANIFEST_FILE } from '../graph-files.js';
import { nameLabel } from '../labels.js';

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

/** What {@link formatAdapted} takes from its platform. */
export type AdaptedMaker = {
  /** Version of wav2emo. */
  readonly version: string;
  /** SHA-256 of the text of the heads, in hexadecimal. */
  readonly sha256: string;
};

/** The text of `heads.json` of an adapted model. */
export function headsText({ adaptation }: AdaptedFacts): string {
  return `${JSON.stringify(adaptation.heads)}\n`;
}

/** The bundle of an adapted model: the base model's graph, new heads, figures and a card. */
export function formatAdapted(
  base: BundleManifest,
  facts: AdaptedFacts,
  { version, sha256 }: AdaptedMaker,
): AdaptedFiles {
  // The calibration belongs to the logits of the graph, which no longer answer.
  const manifest = { ...base };
  delete manifest.calibration;
  const { heads } = facts.adaptation;
  const name = facts.name ?? `${manifest.name}-adapted`;
  const kept = manifest.files.filter(({ path }) => path !== HEADS_FILE);
  const text = headsText(facts);
  const bytes = new TextEncoder().encode(text).length;
  const adapted = formatManifest({
    ...{ ...manifest, version: 2, name, labels: heads.labels.map(nameLabel) },
    files: [...kept, { path: HEADS_FILE, bytes, sha256 }],
    provenance: {
      ...manifest.provenance,
      convertedBy: `wav2emo ${version}, adapted from ${manifest.name}`,
    },
    figures: figuresOf(facts, manifest.name),
  });
  return {
    kept: kept.map(({ path }) => path),
    made: [
      { path: HEADS_FILE, text },
      { path: MANIFEST_FILE, text: adapted },
      { path: CARD_FILE, text: cardOf(base, { name, version }, facts) },
    ],
  };
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

function cardOf(
  manifest: BundleManifest,
  { name, version }: { readonly name: string; readonly version: string },
  facts: AdaptedFacts,
): string {
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

This model is ${manifest.name}, adapted to own clips with wav2emo ${version}. Its graph is unchanged; its last layer is new.

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
