/** `npm run build`: installs what is missing and compiles. */
import { build, install } from './prepare.js';

install();
build();
