import type { AnalysedRecording } from '../conversation/index.js';
import type { Bilingual } from '../findings.js';
import type { ReportAudio } from './audio/report-audio.js';

/** What a report says of the model; the manifest of a bundle has these fields. */
export type ReportModel = {
  readonly name: string;
  /** SPDX identifier; absent if the publisher states none. */
  readonly licence?: string | undefined;
  readonly architecture: { readonly type: string; readonly parameters: number };
  readonly provenance: { readonly source: string; readonly revision?: string | undefined };
  readonly precision: string;
  readonly figures: readonly {
    readonly name: string;
    readonly value: number;
    readonly interval?: readonly [number, number] | undefined;
    readonly protocol: string;
  }[];
};

/** Everything that a report shows. */
export type ReportContent = AnalysedRecording & {
  readonly model: ReportModel;
  readonly audio: ReportAudio;
  /** The language that is shown first. */
  readonly language: keyof Bilingual;
  /** Version of this package. */
  readonly version: string;
};
