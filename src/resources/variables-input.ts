import { ConfigurationError } from '../protocol/index.js';
import type { TextInput } from '../schemas/index.js';
import type { UriTemplate } from './uri-template/index.js';

/**
 * Holds the variables of a template against the input of its method.
 * @throws ConfigurationError for a variable that the input does not take, and for one that it needs and may not get
 */
export function checkVariables(input: TextInput, template: UriTemplate, label: string): void {
  const { requiredNames, variableNames } = template;
  const known = new Set(input.arguments.map(({ name }) => name));
  for (const name of variableNames)
    if (!known.has(name))
      throw new ConfigurationError(
        `${label}: the template ${template.template} has the variable ${name}, but its input has no such property. Add it, or take it out of the template`,
      );
  for (const { name, isRequired } of input.arguments)
    if (isRequired && !requiredNames.includes(name))
      throw new ConfigurationError(
        variableNames.includes(name)
          ? `${label}: its input needs ${name}, which may be missing in the query of ${template.template}. Make it optional`
          : `${label}: its input needs ${name}, which the template ${template.template} does not have. Write {${name}} into it, or make it optional`,
      );
}
