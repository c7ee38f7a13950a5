import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { ANONYMOUS, type Authenticator, HttpError, type Principal } from 'rookery';
import { RatesConfig } from './rates.config.js';

const OPERATOR: Principal = { id: 'operator', scopes: ['usage'] };

/** Anyone may call; who has the operator's token is the operator. */
@Injectable()
export class OperatorAuthenticator implements Authenticator {
  constructor(private readonly config: RatesConfig) {}

  authenticate({ headers }: IncomingMessage): Principal {
    const { operatorToken } = this.config;
    if (headers.authorization === undefined) return ANONYMOUS;
    if (operatorToken && isEqual(headers.authorization, `Bearer ${operatorToken}`)) return OPERATOR;
    throw new HttpError(401, 'The token is not valid');
  }
}

/** Takes as long for every text, so that nobody finds the token byte by byte. */
function isEqual(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one!, other!);
}
