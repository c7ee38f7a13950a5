import type { ValidationArguments } from 'class-validator';
import { ValidationUtils } from 'class-validator/cjs/validation/ValidationUtils.js';

export type RuleMessage = string | ((args: ValidationArguments) => string);

/** Messages that say what is wanted. Others say what failed, which means the reverse in a description. */
const WANTED = /^(?:must|should) /;

/** The message of a rule as a sentence without its subject: "Must be an IBAN." */
export function toWords(message: RuleMessage, args: ValidationArguments, fallback: string): string {
  const text = withoutSubject(resolve(message, args), '$property').trim();
  return WANTED.test(text) ? asSentence(text) : fallback;
}

/** A message for a path that names the property already: `must be an IBAN`. */
export function withoutSubject(message: string, property: string): string {
  const [each, subject] = ['each value in ', `${property} `];
  const text = message.startsWith(each) ? message.slice(each.length) : message;
  return text.startsWith(subject) ? text.slice(subject.length) : message;
}

export function asSentence(text: string): string {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?:;…]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** "Must be a port." as a part of a line: "must be a port". */
export function asPart(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}

/** There is no value yet, which a message of its own may not expect. */
function resolve(message: RuleMessage, args: ValidationArguments): string {
  try {
    return ValidationUtils.replaceMessageSpecialTokens(message, { ...args, property: '$property' }) ?? '';
  } catch {
    return '';
  }
}
