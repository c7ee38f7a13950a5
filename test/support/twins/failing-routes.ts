import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type ArgumentsHost,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Logger,
  Module,
  Next,
  Post,
  Req,
  Res,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { DirectRoute } from '../../../src/transport/direct-routes/index.js';

type NextFunction = (error?: unknown) => void;

/** What a filter throws, for the URL of a request. */
const THROWN: Readonly<Record<string, unknown>> = {
  error: new Error('the filter'),
  undefined: undefined,
  null: null,
  zero: 0,
  route: 'route',
};

function thrownFor({ url }: IncomingMessage): unknown {
  return THROWN[new URL(url!, 'http://localhost').searchParams.get('what') ?? 'error'];
}

@Catch()
class ThrowingFilter implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): never {
    throwAny(thrownFor(host.getArgByIndex<IncomingMessage>(0)));
  }
}

@Catch()
class PassingOnFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    host.getArgByIndex<NextFunction>(2)(error);
  }
}

/** Throws what is no error, as code that is not checked does. */
function throwAny(thrown: unknown): never {
  throw thrown as Error;
}

class ThrowingGuard implements CanActivate {
  canActivate(): never {
    throwAny('a guard that throws text');
  }
}

@Controller('failing')
class FailingController {
  /** The twins log the same: that a handler ran once is part of it. */
  private readonly logger = new Logger('Failing');

  @DirectRoute()
  @Get('error')
  error(): never {
    throw new Error('the handler');
  }

  @DirectRoute()
  @Get('rejection')
  async rejection(@Req() request: IncomingMessage): Promise<never> {
    await Promise.resolve();
    throwAny(thrownFor(request));
  }

  @DirectRoute()
  @Get('guard')
  @UseGuards(ThrowingGuard)
  guarded(): void {}

  @DirectRoute()
  @Get('filter')
  @UseFilters(ThrowingFilter)
  filtered(): never {
    this.logger.log('before the filter');
    throw new Error('before the filter');
  }

  @DirectRoute()
  @Get('passing-on-filter')
  @UseFilters(PassingOnFilter)
  passedOnByFilter(): never {
    throw new Error('passed on by the filter');
  }

  @DirectRoute()
  @Get('next')
  passOn(@Next() next: NextFunction): void {
    this.logger.log('next');
    next();
  }

  @DirectRoute()
  @Get('next-with')
  passOnWith(@Req() request: IncomingMessage, @Next() next: NextFunction): void {
    next(thrownFor(request));
  }

  @DirectRoute()
  @Get('next-twice')
  passOnTwice(@Next() next: NextFunction): void {
    next();
    next();
  }

  @DirectRoute()
  @Get('next-later')
  passOnLater(@Next() next: NextFunction): void {
    setImmediate(next);
  }

  @DirectRoute()
  @Post('next-body')
  passOnBody(@Next() next: NextFunction): void {
    next();
  }

  @DirectRoute()
  @Get('after-headers')
  afterHeaders(@Res() response: ServerResponse): never {
    response.writeHead(200, { Connection: 'close' }).write('begun');
    response.end();
    throw new Error('after the headers');
  }
}

/** What routes that pass a request on are followed by. */
@Controller('failing')
class FollowingController {
  @DirectRoute()
  @Get('next-later')
  following(): string {
    return 'the route that follows';
  }

  @Post('next-body')
  async body(@Req() request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }
}

/** Marked routes that fail, or leave their request to others. */
@Module({ controllers: [FailingController, FollowingController] })
export class FailingRoutesModule {}
