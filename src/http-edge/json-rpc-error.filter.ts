import type { ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { encodeError } from '../json-rpc/index.js';
import { ProtocolError } from '../protocol/index.js';
import { toHttpAnswer } from './error-status.js';
import { sendJson } from './json-answer.js';

/** Answers whatever is thrown on a route with a JSON-RPC error; the unexpected is masked, and logged once. */
@Catch()
export class JsonRpcErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('HttpEdge');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<ServerResponse>();
    if (!(thrown instanceof ProtocolError) && !(thrown instanceof HttpException))
      this.logger.error('A request failed', thrown instanceof Error ? thrown.stack : thrown);
    const { status, error, headers } = toHttpAnswer(thrown);
    if (response.headersSent) response.destroy();
    else sendJson(response, status, encodeError(null, error), headers);
  }
}
