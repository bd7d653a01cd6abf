import { type BundleManifest, manifestSchema } from './bundle-manifest.js';

/** The text of `model.json`. */
export function formatManifest(manifest: BundleManifest): string {
  return `${JSON.stringify(manifestSchema.parse(manifest), null, 2)}\n`;
}
