// By relative paths, so that test/browser/contract.test.ts can hold these types to the server's.
import type { BundleManifest } from '../../../src/bundles/bundle-manifest.js';
import type { Finding } from '../../../src/findings.js';
import type { Label } from '../../../src/labels.js';

export type { BundleManifest, Finding, Label };

/** An error as the server reports it (RFC 9457), or one that the page itself found. */
export type Problem = {
  readonly type?: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** Stable, e.g. `audio-too-short` or `model-not-loaded`. */
  readonly code: string;
};

/** The stages of a model on its way to `ready`. */
export type ModelState =
  'available' | 'downloading' | 'converting' | 'measuring' | 'loading' | 'ready' | 'failed';

/** One row of `GET /models`. */
export type ModelEntry = {
  readonly id: string;
  readonly name: string;
  readonly origin: 'embedded' | 'hub' | 'folder' | 'adapted';
  readonly state: ModelState;
  readonly progress?:
    | {
        readonly stage: string;
        readonly done: number;
        readonly total: number;
        readonly unit: 'bytes' | 'recordings';
      }
    | undefined;
  readonly error?: Problem | undefined;
  /** Whether loading it needs no network. */
  readonly isInstalled: boolean;
  readonly bytes?: number | undefined;
  readonly licence?: string | undefined;
  readonly revision?: string | undefined;
  readonly isDefault: boolean;
  /** Whether it compares recordings with a voice; absent until it is known. */
  readonly comparesVoices?: boolean | undefined;
  readonly manifest?: BundleManifest | undefined;
};

/**
 * What a model computed from the ordinary speech of one voice: the server's answer to
 * `POST /baselines`, which the page keeps and sends back as it is.
 */
export type Baseline = {
  /** Seconds of speech that it was computed from. */
  readonly seconds: number;
};

/** Which head of a model answered: for a recording alone, or for one beside its speaker's voice. */
export type ComparedWith =
  | { readonly head: 'absolute' }
  | {
      readonly head: 'relative';
      /** Seconds of speech of the voice. */
      readonly seconds: number;
      /** How well the voice is known, 0 to 1. */
      readonly reliability: number;
    };

type Probabilities = Readonly<Record<string, number>>;

/** The output of a classifier. */
export type Classified = {
  readonly label: string;
  readonly index: number;
  readonly score: number;
  readonly probabilities: Probabilities;
  /** What the model measures beside its classes, about 0 to 1; absent if it measures nothing. */
  readonly dimensions?: Readonly<Record<string, number>> | undefined;
};

/** The output of a regression model. */
export type Measured = { readonly dimensions: Readonly<Record<string, number>> };

/** The result for one window of a recording. */
export type TimelineWindow = {
  readonly startSeconds: number;
  readonly endSeconds: number;
} & (Classified | Measured);

/** The result for one recording. */
export type Recognition = {
  readonly file: string;
  readonly model: string;
  readonly labels: readonly Label[];
  /** The dimensions beside the classes of the model. */
  readonly dimensionLabels?: readonly Label[] | undefined;
  readonly durationSeconds: number;
  readonly findings: readonly Finding[];
  readonly computeSeconds: number;
  readonly timeline?: readonly TimelineWindow[] | undefined;
  /** Pairs of minimum and maximum of the mono signal, full scale ±1. */
  readonly peaks?: readonly number[] | undefined;
  readonly embedding?: readonly number[] | undefined;
  /** What the recording was compared with; absent if the model cannot compare. */
  readonly comparedWith?: ComparedWith | undefined;
} & (Classified | Measured);

/** One element of the results of `POST /classify`. */
export type ClassifyItem = Recognition | { readonly file: string; readonly error: Problem };

/** The server's settings that the page needs: `GET /page.json`. */
export type PageSettings = {
  /** Version of wav2emo. */
  readonly version: string;
  /** The largest recording that is accepted, in megabytes of 1,000,000 bytes; absent without a limit. */
  readonly maxUploadMb?: number | undefined;
  /** The largest recording of a conversation, in megabytes; absent from older servers. */
  readonly maxConversationMb?: number | undefined;
  /** Whether programs must send a token. */
  readonly needsToken: boolean;
  /** Whether the page may load the embedded model when it is first needed. */
  readonly loadsOnDemand: boolean;
  /** Whether this visitor may load and unload models; absent from older servers. */
  readonly loadsModels?: boolean | undefined;
  /** File names of the example recordings below `/examples/`. */
  readonly examples: readonly string[];
  /** Whether it tells speakers apart who share a channel; absent if it does. */
  readonly separatesSpeakers?: boolean | undefined;
  /** Names of the models that a browser can compute by itself, the default first. */
  readonly models?: readonly string[] | undefined;
};
