import type { HttpException } from '@nestjs/common';

/** What a model reads of an exception. Several messages, as Nest's `ValidationPipe` gives it, stand in its response alone. */
export function textOfException(error: HttpException): string {
  const response = error.getResponse() as string | { readonly message?: unknown } | undefined;
  const messages = typeof response === 'object' ? response.message : undefined;
  if (!Array.isArray(messages)) return error.message;
  return messages.filter((one) => typeof one === 'string').join('; ') || error.message;
}
