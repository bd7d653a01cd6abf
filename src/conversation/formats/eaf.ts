import XMLBuilder from 'fast-xml-builder';
import { nameLabel } from '../../labels.js';
import type { Conversation } from '../conversation.js';
import type { AnalysedRecording, WriteOptions } from './analysed-recording.js';
import { baseName } from './names.js';
import { oneLine } from './one-line.js';
import { type Row, rowsBySpeaker, tierRows } from './rows.js';

const MILLISECONDS = 1000;

/** The format requires a date; the same conversation gives the same file on every day. */
const NO_DATE = '1970-01-01T00:00:00+00:00';

/** An element: its attributes begin with `@`, its text is `#`, all others are elements within it. */
type Element = { readonly [name: string]: string | Element | readonly Element[] };

const builder = new XMLBuilder({
  attributeNamePrefix: '@',
  textNodeName: '#',
  ignoreAttributes: false,
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  format: true,
});

/**
 * Writes an annotation document of ELAN: one tier for each speaker, times in milliseconds, a
 * vocabulary with the labels, and a link to the recording beside the document.
 *
 * @see https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf
 */
export function writeEaf(
  { file, conversation }: AnalysedRecording,
  { content }: WriteOptions,
): string {
  const tiers = rowsBySpeaker(conversation, content).map(([name, rows]) => ({
    name,
    rows: tierRows(rows, MILLISECONDS, conversation.durationSeconds),
  }));
  const all = tiers.flatMap(({ rows }) => rows);
  const numbers = new Map(all.map((row, at) => [row, at + 1]));
  const document: Element = {
    '@AUTHOR': 'wav2emo',
    '@DATE': NO_DATE,
    '@FORMAT': '3.0',
    '@VERSION': '3.0',
    '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    '@xsi:noNamespaceSchemaLocation': 'http://www.mpi.nl/tools/elan/EAFv3.0.xsd',
    HEADER: header(file, all.length),
    TIME_ORDER: { TIME_SLOT: all.flatMap((row, at) => timeSlots(row, at + 1)) },
    TIER: tiers.map(({ name, rows }) => tier(name, rows, numbers)),
    ...vocabulary(conversation),
  };
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    ANNOTATION_DOCUMENT: document,
  });
}

function header(file: string, annotations: number): Element {
  const name = oneLine(baseName(file));
  return {
    '@MEDIA_FILE': '',
    '@TIME_UNITS': 'milliseconds',
    MEDIA_DESCRIPTOR: {
      '@MEDIA_URL': `./${name}`,
      '@MIME_TYPE': /\.wav$/i.test(name) ? 'audio/x-wav' : 'audio/*',
      '@RELATIVE_MEDIA_URL': `./${name}`,
    },
    PROPERTY: { '@NAME': 'lastUsedAnnotationId', '#': String(annotations) },
  };
}

function timeSlots({ start, end }: Row, number: number): Element[] {
  return [
    { '@TIME_SLOT_ID': `ts${2 * number - 1}`, '@TIME_VALUE': String(start) },
    { '@TIME_SLOT_ID': `ts${2 * number}`, '@TIME_VALUE': String(end) },
  ];
}

function tier(name: string, rows: readonly Row[], numbers: ReadonlyMap<Row, number>): Element {
  return {
    '@LINGUISTIC_TYPE_REF': 'emotion',
    '@PARTICIPANT': name,
    '@TIER_ID': name,
    ANNOTATION: rows.map((row) => {
      const number = numbers.get(row) ?? 0;
      return {
        ALIGNABLE_ANNOTATION: {
          '@ANNOTATION_ID': `a${number}`,
          '@TIME_SLOT_REF1': `ts${2 * number - 1}`,
          '@TIME_SLOT_REF2': `ts${2 * number}`,
          ANNOTATION_VALUE: oneLine(row.code),
        },
      };
    }),
  };
}

/** What ELAN needs to offer the labels, with their names, when somebody corrects an annotation. */
function vocabulary({ labels, segments }: Conversation): Element {
  const known = new Map(labels.map((label) => [label.id, label]));
  for (const { label } of segments) if (!known.has(label)) known.set(label, nameLabel(label));
  return {
    LINGUISTIC_TYPE: {
      '@CONTROLLED_VOCABULARY_REF': 'emotions',
      '@GRAPHIC_REFERENCES': 'false',
      '@LINGUISTIC_TYPE_ID': 'emotion',
      '@TIME_ALIGNABLE': 'true',
    },
    LANGUAGE: {
      '@LANG_DEF': 'http://cdb.iso.org/lg/CDB-00130975-001',
      '@LANG_ID': 'und',
      '@LANG_LABEL': 'undetermined (und)',
    },
    CONTROLLED_VOCABULARY: {
      '@CV_ID': 'emotions',
      CV_ENTRY_ML: [...known.values()].map(({ id, en, zh }, at) => ({
        '@CVE_ID': `cve${at + 1}`,
        CVE_VALUE: {
          '@DESCRIPTION': oneLine(`${en} · ${zh}`),
          '@LANG_REF': 'und',
          '#': oneLine(id),
        },
      })),
    },
  };
}
