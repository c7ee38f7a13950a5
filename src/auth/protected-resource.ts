import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { MCP_PATH, METADATA_PATH, SSE_PATH } from '../transport/endpoints/index.js';
import { AUTH_OPTIONS, type AuthModuleOptions } from './auth.options.js';

/** What tokens can be for: the server as a whole, or one of its endpoints. */
const ENDPOINTS = ['', SSE_PATH, MCP_PATH] as const;

export type Endpoint = (typeof ENDPOINTS)[number];

/** The URLs by which clients know this server. */
@Injectable()
export class ProtectedResource {
  private readonly publicUrl: URL | undefined;
  /** Of the MCP routes, as clients see it. */
  private readonly path: string;

  constructor(@Inject(AUTH_OPTIONS) { publicUrl, pathPrefix = '' }: AuthModuleOptions) {
    this.publicUrl = publicUrl === undefined ? undefined : new URL(publicUrl);
    this.path = (this.publicUrl?.pathname ?? pathPrefix).replace(/\/+$/, '');
  }

  /** Whether URLs come from the `Host` of requests, since nobody said what they are. */
  get followsHost(): boolean {
    return this.publicUrl === undefined;
  }

  /** What the `aud` of a token may name; empty if that is not known. RFC 8707 */
  get audience(): readonly string[] {
    const { publicUrl } = this;
    if (!publicUrl) return [];
    return ENDPOINTS.map((endpoint) => publicUrl.origin + this.path + endpoint).flatMap((url) => [
      url,
      `${url}/`,
    ]);
  }

  urlOf(endpoint: Endpoint, request: IncomingMessage): string {
    return this.originFor(request) + this.path + endpoint;
  }

  metadataUrlOf(endpoint: Endpoint, request: IncomingMessage): string {
    return this.originFor(request) + METADATA_PATH + this.path + endpoint;
  }

  /** The endpoint whose metadata is asked for, with the path of the server in front or, as behind a proxy, without. */
  findEndpoint(metadataPath: string): Endpoint | undefined {
    const path = metadataPath.replace(/\/+$/, '');
    return ENDPOINTS.find((endpoint) => path === this.path + endpoint || path === endpoint);
  }

  /** The endpoint that a client was given which sends a request to this path. */
  static endpointAt(path: string): Endpoint {
    return ENDPOINTS.find((endpoint) => endpoint !== '' && path.replace(/\/+$/, '').endsWith(endpoint)) ?? '';
  }

  private originFor(request: IncomingMessage): string {
    if (this.publicUrl) return this.publicUrl.origin;
    const scheme = 'encrypted' in request.socket ? 'https' : 'http';
    return `${scheme}://${request.headers.host ?? 'localhost'}`;
  }
}
