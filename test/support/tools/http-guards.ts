import { createHmac } from 'node:crypto';
import {
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  Catch,
  createParamDecorator,
  type ExceptionFilter,
  type ExecutionContext,
  Inject,
  Injectable,
  mixin,
  type NestInterceptor,
  Scope,
  type Type,
  UnauthorizedException,
} from '@nestjs/common';
import { HttpAdapterHost, Reflector, REQUEST } from '@nestjs/core';
import { type Observable, of } from 'rxjs';

/** What is used of an HTTP request in the guards of Nest's documentation. */
export interface HttpRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly url: string;
  readonly method: string;
  readonly ip: string;
  readonly socket: { readonly remoteAddress: string };
  readonly query: object;
  get(name: string): string | undefined;
  user?: { readonly sub: string; readonly roles: readonly string[] };
}

/** As `@nestjs/jwt` has it: signs, and verifies. */
@Injectable()
export class JwtService {
  sign(payload: object): string {
    const body = Buffer.from(JSON.stringify(payload)).toString('base64url');
    return `${body}.${this.seal(body)}`;
  }

  async verifyAsync(token: string): Promise<HttpRequest['user']> {
    const [body = '', seal] = token.split('.');
    await Promise.resolve();
    if (seal !== this.seal(body)) throw new Error('invalid signature');
    return JSON.parse(Buffer.from(body, 'base64url').toString()) as HttpRequest['user'];
  }

  private seal(body: string): string {
    return createHmac('sha256', 'secret').update(body).digest('base64url');
  }
}

/** As Nest's documentation on authentication has it. */
@Injectable()
export class JwtAuthGuard implements CanActivate {
  constructor(private readonly jwt: JwtService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const token = this.extractTokenFromHeader(request);
    if (!token) throw new UnauthorizedException();
    try {
      request.user = await this.jwt.verifyAsync(token);
    } catch {
      throw new UnauthorizedException('Wrong token');
    }
    return true;
  }

  private extractTokenFromHeader(request: HttpRequest): string | undefined {
    const [type, token] = request.headers['authorization']?.split(' ') ?? [];
    return type === 'Bearer' ? token : undefined;
  }
}

export const Roles = Reflector.createDecorator<string[]>();

/** As Nest's documentation on authorization has it. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const roles = this.reflector.getAllAndOverride(Roles, [context.getHandler(), context.getClass()]);
    const { user } = context.switchToHttp().getRequest<HttpRequest>();
    return !roles || roles.some((role) => user?.roles.includes(role));
  }
}

/** As `AuthGuard()` of `@nestjs/passport` is made: a mixin whose methods passport's middleware is called from. */
function AuthGuard(property: string): Type<CanActivate> {
  class MixinAuthGuard implements CanActivate {
    async canActivate(context: ExecutionContext): Promise<boolean> {
      const request = this.getRequest(context) as unknown as Record<string, unknown>;
      const response = context.switchToHttp().getResponse<{ setHeader(name: string, value: string): void }>();
      // What passport adds to each request, and to some responses.
      Object.assign(request, { logIn: () => undefined, isAuthenticated: () => true });
      response.setHeader('X-Authenticated', 'yes');
      const name = (request['headers'] as HttpRequest['headers'])['x-user'];
      await new Promise((resolve) => setImmediate(resolve));
      if (!name) throw new UnauthorizedException('Nobody');
      request[property] = { sub: name, roles: [] };
      return true;
    }

    getRequest(context: ExecutionContext): HttpRequest {
      return context.switchToHttp().getRequest();
    }
  }
  return mixin(MixinAuthGuard);
}

export class PassportGuard extends AuthGuard('user') {}

/** Has its check as an arrow function, and a field of its own. */
@Injectable()
export class ArrowGuard implements CanActivate {
  @Inject(JwtService) private readonly jwt!: JwtService;

  readonly canActivate = (context: ExecutionContext): boolean =>
    this.jwt.sign({}) !== '' && context.switchToHttp().getRequest<HttpRequest>().headers['x-user'] === 'ann';
}

@Injectable({ scope: Scope.REQUEST })
export class ScopedGuard implements CanActivate {
  constructor(@Inject(REQUEST) private readonly context: { requestId: string }) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<HttpRequest>();
    return headers['x-request-id'] === this.context.requestId;
  }
}

/** Says who sees the tool too. */
@Injectable()
export class SeeingGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest<HttpRequest>().method === 'POST';
  }

  canSee(): boolean {
    return false;
  }
}

/** As the `CacheInterceptor` of `@nestjs/cache-manager` decides what to cache. */
@Injectable()
export class CacheInterceptor implements NestInterceptor {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const isHttpApp = this.adapterHost.httpAdapter !== undefined;
    const { method } = context.switchToHttp().getRequest<HttpRequest>();
    return isHttpApp && method === 'GET' ? of('cached') : next.handle();
  }
}

/** As Nest's documentation on exception filters has it. */
@Catch(RangeError)
export class HttpFilter implements ExceptionFilter {
  catch(error: RangeError, host: ArgumentsHost): void {
    const response = host
      .switchToHttp()
      .getResponse<{ status(code: number): { json(body: object): void } }>();
    response.status(500).json({ message: error.message });
  }
}

/** As Nest's documentation on custom decorators has it. */
export const User = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<HttpRequest>().user?.sub,
);

export const seen: unknown[] = [];

export const ReadingGuard: CanActivate = {
  canActivate(context) {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const { headers, url, method, ip, socket, query } = request;
    const next: unknown = context.switchToHttp().getNext();
    const response = context.switchToHttp().getResponse<{ getHeader(name: string): unknown }>();
    seen.push(context.getType(), typeof next, response.getHeader('x-authenticated'), method, ip);
    seen.push(headers['x-user'], url.split('?')[0], socket.remoteAddress, context.getArgs().length);
    seen.push(request.get('X-User'), Object.keys(query));
    return context.getArgByIndex(0) === context.switchToHttp().getRequest();
  },
};
