// The names of emotions must be those of the models, so that a class that is added by its name is the
// model's own.
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { nameLabel } from '@engine/labels.js';
