import type { ValidationArguments } from 'class-validator';
import { ValidationUtils } from 'class-validator/cjs/validation/ValidationUtils.js';

type Message = string | ((args: ValidationArguments) => string);

/** The message of a rule as a sentence without its subject: "Must be an IBAN." */
export function toWords(message: Message, args: ValidationArguments, fallback: string): string {
  const text = resolve(message, args)
    .replace(/^each value in \$property'?s? ?/, '')
    .replace(/^(.*) for (each value in )?\$property is/, '$1 is')
    .replace(/ ?\$property('s)?( |$)/g, ' ')
    .replaceAll('$target', args.targetName)
    .trim();
  return text === '' ? fallback : asSentence(text);
}

export function asSentence(text: string): string {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?:;…]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** There is no value yet, which a message of its own may not expect. */
function resolve(message: Message, args: ValidationArguments): string {
  try {
    return (
      ValidationUtils.replaceMessageSpecialTokens(message, {
        ...args,
        property: '$property',
        targetName: '$target',
      }) ?? ''
    );
  } catch {
    return '';
  }
}
