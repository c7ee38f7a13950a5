export { checkConnectionsOften, limitConnections } from './connection-limit.js';
export { isManagementRequest } from './management-request.js';
export { createManagementServer } from './management-server.js';
export * from './refuse-expectations.js';
export * from './refuse-tunnels.js';
export { TlsCertificate } from './tls-certificate.js';
