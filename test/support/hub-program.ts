/**
 * A hub of a folder as a program, for whatever is not a test: prints its address.
 *
 *   node --import ./test/support/typescript-loader.js test/support/hub-program.ts FOLDER OWNER/NAME
 */
import { startHubServer } from './hub-server.js';

const [folder = '', repository = ''] = process.argv.slice(2);
const { endpoint } = await startHubServer({ folder, repository });
process.stdout.write(`${endpoint}\n`);
