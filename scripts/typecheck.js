/** `npm run typecheck`: the types of everything. */
import { checkTypes } from './check-all.js';

checkTypes();
