export { addGradio } from './routes.js';
