/**
 * Compares `package-lock.json` with what npm noted in `node_modules/.package-lock.json` when it
 * installed. Uses nothing but Node: it runs before anything is installed.
 *
 * @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} Lock
 *
 * @param {Lock} wanted the content of `package-lock.json`
 * @param {Lock} installed the content of `node_modules/.package-lock.json`
 * @returns {string | undefined} the first difference in words; undefined if everything is installed
 */
export function findPackageDifference(wanted, installed) {
  for (const [path, { version, optional }] of Object.entries(wanted.packages ?? {})) {
    if (!path.startsWith('node_modules/')) continue;
    const name = path.slice('node_modules/'.length);
    const found = installed.packages?.[path];
    // npm leaves out the optional packages of other platforms.
    if (!found && !optional) return `${name} is not installed`;
    if (found && found.version !== version)
      return `${name} is installed in version ${found.version}, not ${version}`;
  }
  return undefined;
}
