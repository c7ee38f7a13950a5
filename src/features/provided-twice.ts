import { ConfigurationError } from '../protocol/index.js';
import type { DecoratedMethod, ProviderWrapper } from './decorated-method.js';

/** Why the methods of a class cannot be served that Nest makes two providers of. @param other what makes the first */
export function explainTwice(
  { wrapper, prototype, label }: DecoratedMethod<unknown>,
  other: ProviderWrapper,
): ConfigurationError {
  const { name } = prototype.constructor;
  const [first, second] = [other.host, wrapper.host];
  if (first === second)
    return new ConfigurationError(
      `${name} is twice among the providers of ${first?.name}, so ${label} would be there twice: leave one out, or write useExisting`,
    );
  if (first?.metatype === second?.metatype)
    return new ConfigurationError(
      `${name} is a provider of two imports of ${first?.name}, so ${label} would be there twice: provide it in one module that ${first?.name} imports`,
    );
  return new ConfigurationError(
    `${name} is a provider of ${first?.name} and of ${second?.name}, so ${label} would be there twice: provide it in one, export it there, and import that module in the other`,
  );
}
