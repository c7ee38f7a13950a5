import {
  type AccessRules,
  type Completable,
  type DecoratedMethod,
  type InvokeMethod,
  type Listed,
  type MethodPipeline,
  readCallLimits,
  readInputParameter,
  settleResult,
} from '../features/index.js';
import { type CallTarget, countSentBytes } from '../json-rpc/index.js';
import {
  ConfigurationError,
  type PromptDefinition,
  type ProtocolRevision,
  REVISIONS,
  traitsOf,
} from '../protocol/index.js';
import { createInput, type TextArgument, TextInput } from '../schemas/index.js';
import type { PromptOptions } from './prompt.decorator.js';

/** A prompt as calls need it: everything that can be decided at boot is. */
export interface RegisteredPrompt extends CallTarget, Completable, Listed {
  readonly name: string;
  /** How messages name it: `ReviewPrompts.review`. */
  readonly label: string;
  readonly definition: PromptDefinition;
  readonly input: TextInput;
  readonly get: InvokeMethod;
  /** The definition as JSON text, with what a revision has of it. */
  jsonIn(revision: ProtocolRevision): string;
}

/** A prompt that is registered at run time, without a decorator. */
export interface PromptRegistration extends PromptOptions {
  name: string;
  /** As `@Public()`. @default false */
  isPublic?: boolean;
  /** As a prompt method: gets the validated arguments, and the context of the call. */
  get: InvokeMethod;
}

/** As the names of tools: the characters every client accepts. */
const PROMPT_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/** @throws ConfigurationError for an illegal name or option, or arguments that cannot be described, or come as text */
export function toRegisteredPrompt(
  method: DecoratedMethod<PromptOptions>,
  pipeline: MethodPipeline,
  rules: AccessRules,
): RegisteredPrompt {
  const { options, label } = method;
  const parameter = readInputParameter(method, 'a prompt takes one input');
  const input = createInput({ schema: options.input, parameter, decorator: 'Prompt' }, label);
  const get = pipeline.create(method, parameter?.index);
  const access = rules.of(method, options.scopes ?? []);
  const registration = { ...options, name: options.name ?? method.name, get };
  return build(registration, label, { access, input: new TextInput(input, label) });
}

/** @throws ConfigurationError as {@link toRegisteredPrompt} */
export function fromRegistration(registration: PromptRegistration): RegisteredPrompt {
  const label = `Prompt ${registration.name}`;
  const input = createInput({ schema: registration.input, parameter: undefined, decorator: 'Prompt' }, label);
  const get: InvokeMethod = (value, context) => settleResult(registration.get(value, context), context);
  const { scopes = [], isPublic = false } = registration;
  const access = { scopes, isPublic, guards: [] };
  return build({ ...registration, get }, label, { access, input: new TextInput(input, label) });
}

function build(
  registration: PromptRegistration,
  label: string,
  { access, input }: Pick<RegisteredPrompt, 'access' | 'input'>,
): RegisteredPrompt {
  const { name, get, title, description, icons, _meta } = registration;
  if (!PROMPT_NAME.test(name))
    throw new ConfigurationError(`${label}: "${name}" is no prompt name. Use 1 to 128 of A-Z a-z 0-9 _ . -`);
  const args = input.arguments.map(describeArgument);
  const described = { name, title, description, ...(args.length > 0 && { arguments: args }), icons, _meta };
  const json = JSON.stringify(described);
  const definition = JSON.parse(json) as PromptDefinition;
  const texts = new Map(
    REVISIONS.map((revision) => [revision, JSON.stringify(inRevision(definition, revision))]),
  );
  return {
    kind: 'prompt',
    name,
    label,
    definition,
    json,
    jsonBytes: countSentBytes(json),
    access,
    input,
    argumentValues: new Map(input.arguments.map((one) => [one.name, one.values])),
    ...readCallLimits(registration, label, `prompt ${name}`),
    requiredCapabilities: registration.requiredCapabilities,
    get,
    jsonIn: (revision) => texts.get(revision)!,
  };
}

function describeArgument({ name, title, description, isRequired }: TextArgument): object {
  return { name, title, description, required: isRequired };
}

function inRevision(definition: PromptDefinition, revision: ProtocolRevision): object {
  const { hasTitles, hasIcons } = traitsOf(revision);
  const { arguments: args } = definition;
  const untitled = {
    title: undefined,
    arguments: args?.map((one) => ({ ...one, title: undefined })),
    _meta: undefined,
  };
  return {
    ...definition,
    ...(!hasTitles && untitled),
    ...(!hasIcons && { icons: undefined }),
  };
}
