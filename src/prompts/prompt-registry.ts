import { Injectable, Logger, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import {
  AccessRules,
  CapabilitiesRegistry,
  CompletionSources,
  DecoratedMethodsExplorer,
  FeatureRegistry,
  type FeatureView,
  ListOptions,
  MethodPipeline,
  warnOfLaterPages,
} from '../features/index.js';
import { Announcements } from '../json-rpc/index.js';
import { PROMPTS } from './prompt.decorator.js';
import {
  fromRegistration,
  type PromptRegistration,
  type RegisteredPrompt,
  toRegisteredPrompt,
} from './registered-prompt.js';

const WORDS = {
  kind: 'prompt',
  list: 'prompts',
  naming: "@Prompt({ name: '…' })",
  decorator: PROMPTS.name,
} as const;

/**
 * The prompts of this server: those of every provider, found at boot, and those that are registered while it runs. Clients
 * hear of a change, once for all that come together. Those that initialised before the server had its first prompt do not
 * know that it may have any.
 */
@Injectable()
export class PromptRegistry implements OnApplicationBootstrap, FeatureView<RegisteredPrompt> {
  private readonly prompts: FeatureRegistry<RegisteredPrompt>;
  private readonly logger = new Logger('Prompts');

  constructor(
    private readonly explorer: DecoratedMethodsExplorer,
    private readonly pipeline: MethodPipeline,
    private readonly rules: AccessRules,
    announcements: Announcements,
    capabilities: CapabilitiesRegistry,
    completion: CompletionSources,
    @Optional() private readonly lists: ListOptions = new ListOptions(),
  ) {
    this.prompts = new FeatureRegistry(WORDS, rules, announcements);
    completion.add('ref/prompt', this);
    capabilities.declare({ prompts: { listChanged: true } }, () => this.isServed);
  }

  /** Whether the server has had a prompt. */
  get isServed(): boolean {
    return this.prompts.isServed;
  }

  /** @throws ConfigurationError for two prompts of one name, a prompt that cannot be served, and as {@link toRegisteredPrompt} */
  onApplicationBootstrap(): void {
    const { methods, warnings } = this.explorer.findMethods(PROMPTS);
    for (const method of methods)
      this.prompts.declare(toRegisteredPrompt(method, this.pipeline, this.rules), method.label);
    for (const warning of warnings) this.logger.warn(warning);
    warnOfLaterPages(WORDS.list, this.list(), this.lists, this.logger);
  }

  /** Adds a prompt. @throws ConfigurationError for a name that is taken, or arguments that cannot be described */
  register(registration: PromptRegistration): void {
    const prompt = fromRegistration(registration);
    this.prompts.register(prompt, prompt.label);
  }

  /**
   * Puts a prompt in the place of one of the same name; calls that run go on with the old one.
   * @param options `force` says that the prompt may be a method with `@Prompt()`, whose guards and scopes go with it
   * @throws ConfigurationError for the name of such a method, without `force`, or arguments that cannot be described
   */
  replace(registration: PromptRegistration, { force = false }: { force?: boolean } = {}): void {
    const prompt = fromRegistration(registration);
    this.prompts.replace(prompt, prompt.label, force);
  }

  /** Takes a prompt away; calls that run go on. @returns whether there was one */
  remove(name: string): boolean {
    return this.prompts.remove(name) !== undefined;
  }

  findByName(name: string): RegisteredPrompt | undefined {
    return this.prompts.findByName(name);
  }

  /** All prompts, by name. The array is another one after each change. */
  list(): readonly RegisteredPrompt[] {
    return this.prompts.list();
  }
}
