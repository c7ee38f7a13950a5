import 'reflect-metadata';
import { z } from 'zod';
import { createInput } from './create-input.js';
import type { StandardSchema } from './standard-schema.js';
import { TextInput } from './text-input.js';

function inputOf(schema: StandardSchema): TextInput {
  const input = createInput({ schema, parameter: undefined, decorator: 'Prompt' }, 'A.a');
  return new TextInput(input, 'A.a');
}

describe('An input of text', () => {
  const Shape = z.object({
    size: z.number().optional(),
    count: z.int().optional(),
    isOn: z.boolean().optional(),
    level: z.union([z.literal(1), z.literal(2)]).optional(),
    mixed: z.union([z.string(), z.number()]).optional(),
    word: z.string().optional(),
    choice: z.enum(['a', 'b']).optional(),
    need: z.coerce.number().optional(),
  });
  const input = inputOf(Shape);

  it.each<[args: object, value: object]>([
    [{ size: '1.50' }, { size: 1.5 }],
    [{ size: ' -2e3 ' }, { size: -2000 }],
    [{ size: '.5' }, { size: 0.5 }],
    [{ count: '007' }, { count: 7 }],
    [{ isOn: 'true' }, { isOn: true }],
    [{ isOn: 'false' }, { isOn: false }],
    [{ level: '2' }, { level: 2 }],
    [{ mixed: '5' }, { mixed: '5' }],
    [{ word: 'true' }, { word: 'true' }],
    [{ word: '' }, { word: '' }],
    [{ need: '4' }, { need: 4 }],
    [{ size: '', count: '', isOn: '', level: '', choice: '' }, {}],
  ])('reads %j', async (args, value) => {
    expect(await input.parse(args as never)).toEqual({ value });
  });

  it.each<[args: object, path: string]>([
    [{ size: 'big' }, 'size'],
    [{ size: '0x10' }, 'size'],
    [{ size: '90071992547409930' }, 'size'],
    [{ size: 'Infinity' }, 'size'],
    [{ count: '1.5' }, 'count'],
    [{ isOn: 'yes' }, 'isOn'],
    [{ level: '3' }, 'level'],
    [{ choice: 'c' }, 'choice'],
    [{ word: 5 }, 'word'],
    [{ word: null }, 'word'],
    [{ word: ['a'] }, 'word'],
  ])('refuses %j', async (args, path) => {
    expect(await input.parse(args as never)).toMatchObject({ issues: [{ path }] });
  });

  it('keeps what is required, also where it is empty', async () => {
    expect(await inputOf(z.object({ size: z.number() })).parse({ size: '' })).toMatchObject({
      issues: [{ path: 'size' }],
    });
  });

  it('lists the texts of what is an enum or a boolean, and of nothing else', () => {
    expect(Object.fromEntries(input.arguments.map(({ name, values }) => [name, values]))).toEqual({
      size: undefined,
      count: undefined,
      isOn: ['true', 'false'],
      level: ['1', '2'],
      mixed: undefined,
      word: undefined,
      choice: ['a', 'b'],
      need: undefined,
    });
  });

  it('names a bounded number of arguments that are not text', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, index]));
    const { issues } = (await input.parse(many)) as { issues: object[] };
    expect(issues).toHaveLength(51);
  });

  it('names the properties of each alternative', () => {
    const union = z.union([z.object({ a: z.string() }), z.object({ b: z.number() })]);
    expect(inputOf(union).arguments.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['a', false],
      ['b', false],
    ]);
  });
});
