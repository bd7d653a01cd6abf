/** `npm run check`: types, lint and format, without a test. */
import { checkStyle, checkTypes } from './check-all.js';

checkTypes();
checkStyle();
