export {
  checkMirroredHeaders,
  type HeaderLines,
  type MirroredHeadersOptions,
} from './check-mirrored-headers.js';
