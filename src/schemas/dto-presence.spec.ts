import 'reflect-metadata';
import { getMetadataStorage, IsOptional, ValidateIf } from 'class-validator';
import { readPresence } from './dto-presence.js';

function presenceOf(...decorators: PropertyDecorator[]): object {
  class Dto {}
  for (const decorate of decorators) decorate(Dto.prototype, 'it');
  const { conditions: _, ...presence } = readPresence(
    'it',
    getMetadataStorage().getTargetValidationMetadatas(Dto, '', false, false),
  );
  return presence;
}

const NEVER = { allowsUndefined: false, allowsNull: false, wantsNull: false, isExpressible: true };

describe('The presence of a property', () => {
  it.each<[string, PropertyDecorator[], object]>([
    ['no condition', [], NEVER],
    ['@IsOptional()', [IsOptional()], { ...NEVER, allowsUndefined: true, allowsNull: true }],
    [
      'a condition on undefined',
      [ValidateIf((_, value) => value !== undefined)],
      { ...NEVER, allowsUndefined: true },
    ],
    [
      'a condition on null',
      [ValidateIf((_, value) => value !== null)],
      { ...NEVER, allowsNull: true, wantsNull: true },
    ],
    [
      'two conditions',
      [
        ValidateIf((_, value) => value !== null),
        ValidateIf((object: { it: unknown }) => object.it !== undefined),
      ],
      { ...NEVER, allowsUndefined: true, allowsNull: true, wantsNull: true },
    ],
    ['a condition that always holds', [ValidateIf(() => true)], NEVER],
  ])('is known for %s', (_, decorators, expected) => {
    expect(presenceOf(...decorators)).toEqual(expected);
  });

  it.each<[string, PropertyDecorator]>([
    ['another property', ValidateIf((object: { other: unknown }) => object.other === 1)],
    ['the keys of the object', ValidateIf((object: object) => 'it' in object)],
    ['the class of the object', ValidateIf((object: object) => object instanceof Map)],
    ['empty text', ValidateIf((_, value) => value !== '')],
    ['a certain text', ValidateIf((_, value) => value !== 'none')],
    ['a certain number', ValidateIf((_, value) => value !== 42)],
    ['a type', ValidateIf((_, value) => typeof value === 'string')],
    ['nothing, and never holds', ValidateIf(() => false)],
  ])('is open for a condition that looks at %s', (_, decorator) => {
    expect(presenceOf(decorator)).toMatchObject({ isExpressible: false });
  });
});
