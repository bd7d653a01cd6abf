/** `npm run build`: installs what is missing, compiles, and builds the page. */
import { build, buildPage, install } from './prepare.js';

install();
build();
buildPage();
