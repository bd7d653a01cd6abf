/**
 * Writes the software bill of materials of what a user installs, as CycloneDX JSON, from package-lock.json.
 * The weights of the embedded models are components, too, with their licence and checksums.
 *
 *   npm run sbom > sbom.json
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);

/** @typedef {{ 'bom-ref': string, name: string, version: string }} Component */
/** @typedef {{ ref: string, dependsOn?: string[] }} Dependency */

/**
 * The packages; npm reads them from the lock file, without a network. npm's own --omit=dev leaves out
 * packages that the page's workspace needs for its build and the program at run time, so the lock file
 * says here what is for development only.
 */
export function packagesBom() {
  /** @type {Record<string, { dev?: boolean, link?: boolean, version: string }>} */
  const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')).packages;
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
  const text = execFileSync('npm', args, {
    cwd: fileURLToPath(root),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    shell: process.platform === 'win32',
  });
  /** @type {{ components: Component[], dependencies: Dependency[], metadata: { component: Component } }} */
  const { components, dependencies, ...rest } = JSON.parse(text);
  const installed = new Set(
    Object.entries(lock)
      .filter(([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link)
      .map(([path, { version }]) => `${path.split('node_modules/').pop()}@${version}`),
  );
  const used = components.filter(({ name, version }) => installed.has(`${name}@${version}`));
  const refs = new Set([
    rest.metadata.component['bom-ref'],
    ...used.map((each) => each['bom-ref']),
  ]);
  /** @param {string} ref */
  const isUsed = (ref) => refs.has(ref);
  return {
    ...rest,
    components: used,
    dependencies: dependencies
      .filter(({ ref }) => isUsed(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(isUsed) })),
  };
}

/** The embedded models as components, from their descriptions. */
export function modelComponents() {
  const models = new URL('models/', root);
  return readdirSync(models, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const manifest = JSON.parse(readFileSync(new URL(`${name}/model.json`, models), 'utf8'));
      return {
        type: 'machine-learning-model',
        'bom-ref': `model:${name}`,
        name,
        licenses: [{ license: { id: spdxId(manifest.licence) } }],
        components: manifest.files.map((/** @type {{ path: string, sha256: string }} */ file) => ({
          type: 'file',
          name: `models/${name}/${file.path}`,
          hashes: [{ alg: 'SHA-256', content: file.sha256 }],
        })),
      };
    });
}

/**
 * Hugging Face writes identifiers in lower case.
 *
 * @param {string} licence
 */
function spdxId(licence) {
  return licence.toUpperCase();
}

/** The whole bill. */
export function bom() {
  const packages = packagesBom();
  return { ...packages, components: [...packages.components, ...modelComponents()] };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(`${JSON.stringify(bom(), null, 2)}\n`);
