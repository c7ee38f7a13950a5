export { AuthModule } from './auth.module.js';
export { type AuthModuleOptions, type JwtOptions, type StaticTokenOptions } from './auth.options.js';
export { Revocation } from './revocation.js';
export { TokenVerifier } from './token-verifier.js';
