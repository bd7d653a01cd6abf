import type { Bilingual } from '../../findings.js';

/** The codes of what is noteworthy about how a model is computed. */
export type RuntimeFindingCode =
  'one-thread' | 'device-left' | 'self-test-missing' | 'checksum-missing';

/** Something about how a model is computed that its user may want to change. */
export type RuntimeFinding = {
  readonly code: RuntimeFindingCode;
  /** What was found and what to do. */
  readonly text: Bilingual;
  /** The error that a device was left for. */
  readonly cause?: unknown;
};

const TEXTS: Readonly<Record<RuntimeFindingCode, Bilingual>> = {
  'one-thread': {
    en: 'The page is not isolated from other origins, so the model is computed with one thread. Serve the page with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.',
    zh: '页面未与其他来源隔离，因此模型只用一个线程计算。请为页面设置响应头 Cross-Origin-Opener-Policy: same-origin 和 Cross-Origin-Embedder-Policy: require-corp。',
  },
  'device-left': {
    en: 'A faster device was tried and failed, or computed other values than expected, so a slower one is used. The cause says why.',
    zh: '较快的设备无法使用或计算结果与预期不符，因此改用较慢的设备。原因见 cause。',
  },
  'self-test-missing': {
    en: 'The package has no expected values of this model, so what the device computes was not compared with them.',
    zh: '软件包中没有该模型的预期值，因此未对设备的计算结果进行比对。',
  },
  'checksum-missing': {
    en: 'The page is not in a secure context, so the checksums of the model were not compared and its files are not kept. Serve the page by https.',
    zh: '页面不在安全上下文中，因此未比对模型的校验和，也不缓存其文件。请通过 https 提供页面。',
  },
};

/** Makes a finding with its words. */
export function runtimeFinding(code: RuntimeFindingCode, cause?: unknown): RuntimeFinding {
  return { code, text: TEXTS[code], ...(cause !== undefined && { cause }) };
}
