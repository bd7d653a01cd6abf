export { type KeyPair, readCertificate } from './read-certificate.js';
export { selfSignedCertificate } from './self-signed-certificate.js';
