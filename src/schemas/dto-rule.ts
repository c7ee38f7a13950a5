import { type ValidationArguments, getMetadataStorage } from 'class-validator';
import { ValidationUtils } from 'class-validator/cjs/validation/ValidationUtils.js';
import type { ConstraintMetadata } from 'class-validator/types/metadata/ConstraintMetadata.js';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import type { RuleMeaning } from './rule-meaning.js';
import { asPart, asSentence, type RuleMessage, toWords, withoutSubject } from './rule-words.js';
import { CHOICE_RULES } from './choice-rules.js';
import { TEXT_RULES } from './text-rules.js';
import { VALUE_RULES } from './value-rules.js';

/** One rule for the value of a property, or for each member of it; looked up once, at boot. */
export interface DtoRule {
  /** The name of its constraint: `isInt`. */
  readonly code: string;
  readonly each: boolean;
  readonly meaning: RuleMeaning;
  /** What it wants, as a sentence. */
  readonly words: string;
  /** A decorator of class-validator's own: it answers at once and has no effects. */
  readonly isKnown: boolean;
  /** Somebody wrote it; else it comes from the type that TypeScript wrote down. */
  readonly isWritten: boolean;
  accepts(value: unknown, object: object): boolean | PromiseLike<boolean>;
  messageFor(value: unknown, object: object): string;
}

export function toRules(metadata: ValidationMetadata): DtoRule[] {
  return getMetadataStorage()
    .getTargetValidatorConstraints(metadata.constraintCls)
    .map((constraint) => new DecoratorRule(metadata, constraint));
}

const MEANINGS = { ...VALUE_RULES, ...CHOICE_RULES, ...TEXT_RULES };

/** A decorator of class-validator, or a custom one: its own validator gives the verdict. */
class DecoratorRule implements DtoRule {
  readonly code: string;
  readonly each: boolean;
  readonly meaning: RuleMeaning;
  readonly words: string;
  readonly isKnown: boolean;
  readonly isWritten = true;
  private readonly validator: ConstraintMetadata['instance'];

  constructor(
    private readonly metadata: ValidationMetadata,
    constraint: ConstraintMetadata,
  ) {
    this.code = constraint.name || metadata.type;
    this.each = metadata.each ?? false;
    this.validator = constraint.instance;
    const known = metadata.name === undefined ? undefined : MEANINGS[metadata.name];
    this.isKnown = known !== undefined && !metadata.validateIf;
    this.meaning = meaningOf(metadata, known);
    this.words = this.toSentence();
  }

  accepts(value: unknown, object: object): boolean | PromiseLike<boolean> {
    const { validateIf } = this.metadata;
    if (validateIf && !validateIf(object, value)) return true;
    if (this.meaning.besides?.(value) === false) return false;
    return this.isKnown
      ? acceptsSafely(
          this.validator,
          this.metadata.name === 'arrayUnique' && Array.isArray(value) ? UniqueMembers.from(value) : value,
          this.argumentsFor(value, object),
        )
      : this.validator.validate(value, this.argumentsFor(value, object));
  }

  messageFor(value: unknown, object: object): string {
    try {
      const demand = this.metadata.message ? undefined : demandOf(this.meaning);
      if (demand !== undefined) return demand;
      const args = this.argumentsFor(value, object);
      const message = ValidationUtils.replaceMessageSpecialTokens(this.message, args);
      return message ? withoutSubject(message, this.metadata.propertyName) : asPart(this.words);
    } catch {
      // `@Length()` compares a `length` that may be anything, to choose between its sentences; a bound may be no date.
      return asPart(this.words);
    }
  }

  private toSentence(): string {
    const { demand, words } = this.meaning;
    if (typeof words === 'string') return words;
    if (typeof demand === 'string') return asSentence(demand);
    const message = this.isKnown ? this.defaultMessage : this.message;
    const sentence = toWords(message, this.argumentsFor(undefined, {}), `Must pass ${this.code}.`);
    return this.metadata.validateIf ? `Under a condition: ${asPart(sentence)}.` : sentence;
  }

  private get message(): RuleMessage {
    return this.metadata.message || this.defaultMessage;
  }

  private get defaultMessage(): RuleMessage {
    return (args) => this.validator.defaultMessage?.(args) ?? '';
  }

  private argumentsFor(value: unknown, object: object): ValidationArguments {
    const { constraints, propertyName: property } = this.metadata;
    return { value, constraints, targetName: object.constructor.name, object, property };
  }
}

/**
 * `@ArrayUnique()` keeps the members that are the first of their kind, and counts them; its own search takes time by the
 * square of the length.
 */
class UniqueMembers extends Array<unknown> {
  override filter(): unknown[] {
    return [...new Set(this)].filter((member) => !Number.isNaN(member));
  }
}

/** Some of class-validator's own throw at odd values: `@IsNotEmptyObject()` at `{ "hasOwnProperty": 1 }`. */
function acceptsSafely(
  validator: ConstraintMetadata['instance'],
  value: unknown,
  args: ValidationArguments,
): boolean | PromiseLike<boolean> {
  try {
    return validator.validate(value, args);
  } catch {
    return false;
  }
}

function meaningOf(
  { validateIf, constraints }: ValidationMetadata,
  known: (typeof MEANINGS)[string] | undefined,
): RuleMeaning {
  if (!known || validateIf) return { schema: {}, words: true };
  return typeof known === 'function' ? known(...((constraints ?? []) as never[])) : known;
}

function demandOf({ demand, words }: RuleMeaning): string | undefined {
  if (typeof demand === 'function') return demand();
  return demand ?? (typeof words === 'string' ? asPart(words) : undefined);
}

/** How the author wrote it: `@IsInt`. */
export function decoratorOf({ code, isWritten }: Pick<DtoRule, 'code' | 'isWritten'>): string {
  if (!isWritten) return 'the declared type';
  return `@${DECORATOR_NAMES[code] ?? code.charAt(0).toUpperCase() + code.slice(1)}`;
}

/** Decorators whose constraints have other names. */
const DECORATOR_NAMES: Readonly<Record<string, string>> = {
  isFqdn: 'IsFQDN',
  isIp: 'IsIP',
  isIsbn: 'IsISBN',
  isIsin: 'IsISIN',
  isIso8601: 'IsISO8601',
  isJson: 'IsJSON',
  isJwt: 'IsJWT',
  isLength: 'Length',
  isMacAddress: 'IsMACAddress',
  isUuid: 'IsUUID',
};
