import {
  type CanActivate,
  Controller,
  Get,
  Injectable,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { IsString } from 'class-validator';
import { asMcpGuard, Tool } from '../../../src/index.js';
import {
  ArrowGuard,
  CacheInterceptor,
  HttpFilter,
  JwtAuthGuard,
  PassportGuard,
  ReadingGuard,
  Roles,
  RolesGuard,
  ScopedGuard,
  SeeingGuard,
  User,
} from './http-guards.js';

export class WordInput {
  @IsString()
  word!: string;
}

@Injectable()
export class AccountTools {
  @Tool()
  @UseGuards(JwtAuthGuard)
  unwrapped(): string {
    return 'never';
  }

  @Tool()
  @UseGuards(asMcpGuard(JwtAuthGuard))
  balance({ word }: WordInput, @User() user: string): string {
    return `${word} ${user}`;
  }

  @Tool()
  @UseGuards(asMcpGuard(JwtAuthGuard), asMcpGuard(RolesGuard))
  @Roles(['admin'])
  close(): string {
    return 'closed';
  }

  @Tool()
  @UseGuards(asMcpGuard(JwtAuthGuard), RolesGuard)
  @Roles(['admin'])
  closeBehind(): string {
    return 'closed';
  }

  @Tool()
  @UseGuards(asMcpGuard(PassportGuard), asMcpGuard(ReadingGuard))
  @UseInterceptors(CacheInterceptor)
  passport(@User() user: string): string {
    return user;
  }

  @Tool()
  @UseGuards(asMcpGuard(ArrowGuard), asMcpGuard(ScopedGuard))
  scoped(): string {
    return 'scoped';
  }

  @Tool()
  @UseGuards(asMcpGuard(SeeingGuard))
  hidden(): string {
    return 'hidden';
  }

  @Tool()
  @UseGuards(asMcpGuard({ canActivate: () => true, canSee: () => false } as CanActivate))
  hiddenByInstance(): string {
    return 'hidden';
  }

  @Tool()
  @UseInterceptors(CacheInterceptor)
  cached(): string {
    return 'fresh';
  }

  @Tool()
  @UseFilters(HttpFilter)
  filtered(): never {
    throw new RangeError('too far');
  }

  @Tool()
  whose(@User() user: string): string {
    return user;
  }

  @Tool()
  @UseGuards(
    asMcpGuard({
      canActivate: (context) => context.switchToHttp().getResponse<{ json(): boolean }>().json(),
    }),
  )
  answering(): string {
    return 'never';
  }
}

@Controller('accounts')
export class AccountController {
  @Get()
  @UseGuards(asMcpGuard(JwtAuthGuard))
  list(@User() user: string): string {
    return user;
  }
}
