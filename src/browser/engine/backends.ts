import type { Precision } from '../../precision.js';
import { browser } from '../platform.js';

/** How a model is computed in a browser. */
export type BrowserRunOptions = {
  /**
   * `cpu` is WebAssembly. `webgpu` is the graphics card and nothing else. `auto` tries the graphics card if
   * the browser has one that the model gains from, and then `cpu`; it may fetch another 24 MB. Default: `cpu`.
   */
  readonly device?: 'auto' | 'cpu' | 'webgpu';
  /** Threads in WebAssembly. Default: one per core, at most 4; 1 if the page is not isolated. */
  readonly threads?: number;
};

/** A way to compute a model. */
export type Backend = { readonly device: 'cpu' | 'webgpu'; readonly threads: number };

/** More threads than this gain little, and each costs memory. */
const MOST_THREADS = 4;

/** WebGPU has no int8 products: it would compute such graphs on the processor, part by part. */
const ON_WEBGPU: readonly Precision[] = ['fp32', 'fp16', 'int8-weights'];

/** Whether WebAssembly can have threads here. */
export function hasThreads(): boolean {
  return browser.crossOriginIsolated === true;
}

/** The threads that WebAssembly computes with: one per core, at most 4; 1 if the page is not isolated. */
export function mostThreads(): number {
  return hasThreads() ? Math.min(browser.navigator?.hardwareConcurrency ?? 1, MOST_THREADS) : 1;
}

/** Whether the browser has a graphics card for WebGPU; asking it costs no download. */
async function hasGpu(): Promise<boolean> {
  const adapter = await browser.navigator?.gpu?.requestAdapter().catch(() => null);
  return adapter !== null && adapter !== undefined;
}

/**
 * The ways to compute a model, the fastest first.
 *
 * @throws TypeError, RangeError if the options are none
 */
export async function backendsFor(
  precision: Precision,
  { device = 'cpu', threads }: BrowserRunOptions,
): Promise<readonly Backend[]> {
  if (!['auto', 'cpu', 'webgpu'].includes(device))
    throw new TypeError(`Found the device "${device}", expected auto, cpu or webgpu.`);
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1))
    throw new RangeError(`Found ${threads} threads, expected a whole number from 1 on.`);
  if (device === 'webgpu') return [{ device, threads: 1 }];
  const most = hasThreads() ? (threads ?? mostThreads()) : 1;
  const usesGpu = device === 'auto' && ON_WEBGPU.includes(precision) && (await hasGpu());
  return [
    ...(usesGpu ? [{ device: 'webgpu', threads: 1 } as const] : []),
    ...(most > 1 ? [{ device: 'cpu', threads: most } as const] : []),
    { device: 'cpu', threads: 1 },
  ];
}
