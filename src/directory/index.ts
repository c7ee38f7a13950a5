export { type DirectoryOptions } from './directory.options.js';
export { DirectoryResources } from './directory-resources.module.js';
