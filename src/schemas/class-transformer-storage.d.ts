/** Where `@Type()` keeps its classes; the package ships the types apart from the module. */
declare module 'class-transformer/cjs/storage.js' {
  export { defaultMetadataStorage } from 'class-transformer/types/storage.js';
}
