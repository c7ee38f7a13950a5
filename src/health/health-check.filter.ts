import type { ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, ServiceUnavailableException } from '@nestjs/common';
import { sendJson } from '../http/index.js';
import { encodeJson } from '../json-rpc/index.js';

/** Answers a failed check with what Terminus found: probes are for those who operate the server. */
@Catch(ServiceUnavailableException)
export class HealthCheckFilter implements ExceptionFilter<ServiceUnavailableException> {
  catch(exception: ServiceUnavailableException, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<ServerResponse>();
    sendJson(response, exception.getStatus(), encodeJson(exception.getResponse()));
  }
}
