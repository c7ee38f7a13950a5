import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import {
  CapabilitiesRegistry,
  CompletionSources,
  type DecoratedMethod,
  DecoratedMethodsExplorer,
  type InvokeMethod,
  MethodPipeline,
  readInputParameter,
} from '../features/index.js';
import { type CompletionReference, ConfigurationError, traitsOf } from '../protocol/index.js';
import { type CompleteOptions, COMPLETIONS } from './complete.decorator.js';

/** An argument of what a reference names. */
export interface CompletedArgument {
  readonly type: CompletionReference['type'];
  /** Of the prompt, or the text of the template. */
  readonly name: string;
  readonly argument: string;
}

/** A method that completes an argument. */
export interface RegisteredCompletion {
  /** How messages name it: `ReviewCompletions.languages`. */
  readonly label: string;
  readonly complete: InvokeMethod;
}

/** What completes the arguments of prompts and the variables of templates: the `@Complete` methods of every provider. */
@Injectable()
export class CompletionRegistry implements OnApplicationBootstrap {
  private readonly completions = new Map<string, RegisteredCompletion>();
  private readonly logger = new Logger('Completion');

  constructor(
    private readonly explorer: DecoratedMethodsExplorer,
    private readonly pipeline: MethodPipeline,
    private readonly sources: CompletionSources,
    capabilities: CapabilitiesRegistry,
  ) {
    capabilities.declare(
      { completions: {} },
      (revision) => traitsOf(revision).hasCompletionsCapability && this.isServed,
    );
  }

  /** Whether there is anything that can be completed. */
  get isServed(): boolean {
    return this.completions.size > 0 || this.sources.hasValues();
  }

  /**
   * Prompts and templates are registered by now: McpModule imports their modules first.
   * @throws ConfigurationError for a method that completes an unknown argument, or one that another method completes
   */
  onApplicationBootstrap(): void {
    const { methods, warnings } = this.explorer.findMethods(COMPLETIONS);
    for (const method of methods) this.add(method);
    for (const warning of warnings) this.logger.warn(warning);
  }

  find(argument: CompletedArgument): RegisteredCompletion | undefined {
    return this.completions.get(keyOf(argument));
  }

  private add(method: DecoratedMethod<CompleteOptions>): void {
    const { label } = method;
    const completed = toArgument(method.options);
    this.check(completed, label);
    const key = keyOf(completed);
    const other = this.completions.get(key);
    if (other)
      throw new ConfigurationError(
        `${other.label} and ${label} both complete ${completed.argument} of ${completed.name}. Leave one out`,
      );
    const parameter = readInputParameter(method, 'a completion takes one request');
    if (parameter?.type === String)
      throw new ConfigurationError(
        `${label}: it gets a request, not text. Write ({ value }: CompletionRequest)`,
      );
    this.completions.set(key, { label, complete: this.pipeline.create(method, parameter?.index) });
  }

  private check({ type, name, argument }: CompletedArgument, label: string): void {
    const [kind, part] = type === 'ref/prompt' ? ['prompt', 'argument'] : ['template', 'variable'];
    const found = this.sources.find(type, name);
    if (!found) {
      const names = this.sources.list(type).map((one) => one.name);
      throw new ConfigurationError(`${label} completes the ${kind} ${name}, ${insteadOf(names)}`);
    }
    if (found.argumentValues.has(argument)) return;
    const names = [...found.argumentValues.keys()];
    throw new ConfigurationError(
      `${label} completes the ${part} ${argument} of ${kind} ${name}, ${insteadOf(names)}`,
    );
  }
}

/** A sentence names this many. */
const MAX_NAMED = 10;

function insteadOf(names: readonly string[]): string {
  if (names.length === 0) return 'but there is none';
  const more = names.length > MAX_NAMED ? ', …' : '';
  return `which there is not. Choose one of: ${names.slice(0, MAX_NAMED).join(', ')}${more}`;
}

function toArgument(options: CompleteOptions): CompletedArgument {
  return 'prompt' in options
    ? { type: 'ref/prompt', name: options.prompt, argument: options.argument }
    : { type: 'ref/resource', name: options.template, argument: options.variable };
}

function keyOf({ type, name, argument }: CompletedArgument): string {
  return JSON.stringify([type, name, argument]);
}
