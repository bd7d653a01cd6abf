/** `node --import` this to run a TypeScript source in a process of its own. */
import { register } from 'node:module';

register('./typescript-hooks.js', import.meta.url);
