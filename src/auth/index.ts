export { AuthModule } from './auth.module.js';
export type { AuthModuleOptions, JwtOptions, StaticTokenOptions } from './auth.options.js';
export { Revocation } from './revocation.js';
export { RevocationModule } from './revocation.module.js';
export { TokenVerifier } from './token.verifier.js';
