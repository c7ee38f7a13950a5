export { UriTemplate, type UriVariables } from './uri-template.js';
