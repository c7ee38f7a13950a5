import type { Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ConfigurationError, McpModule } from '../../../src/index.js';
import * as inputs from './mistakes/input-mistakes.js';
import * as tools from './mistakes/tool-mistakes.js';

const UNKNOWN_TYPE =
  'the type of its input is unknown at run time. Write a class with class-validator decorators (imported without "import type"), or pass a schema: @Tool({ input: z.object({ … }) })';

/** By the class that a newcomer wrote: what the start says. */
const SENTENCES: readonly (readonly [Type, string])[] = [
  [tools.InterfaceTools, `InterfaceTools.greet: ${UNKNOWN_TYPE}`],
  [tools.PlainTextTools, `PlainTextTools.greet: ${UNKNOWN_TYPE}`],
  [
    tools.TwoInputsTools,
    'TwoInputsTools.greet: a tool takes one input. Put its 2 parameters into one class, or mark the context with @McpContext()',
  ],
  [
    tools.SpacedNameTools,
    'SpacedNameTools.greet: "greet somebody" is no tool name. Use 1 to 128 of A-Z a-z 0-9 _ . -',
  ],
  [
    tools.WordyRateTools,
    'WordyRateTools.greet: "10 per minute" is no rate. Write one such as 10/minute, 5/second or 1000/hour',
  ],
  [tools.NoValuesTools, 'NoValuesTools.greet: maxValues must be a whole number above 0'],
  [
    tools.NegativeTimeoutTools,
    'NegativeTimeoutTools.greet: timeoutMs must be a whole number from 1 to 2147483647',
  ],
  [tools.NoTimeoutTools, 'NoTimeoutTools.greet: timeoutMs must be a whole number from 1 to 2147483647'],
  [tools.LongTimeoutTools, 'LongTimeoutTools.greet: timeoutMs must be a whole number from 1 to 2147483647'],
  [tools.NoPlacesTools, 'NoPlacesTools.greet: concurrency must be a whole number above 0'],
  [
    tools.BareValibotTools,
    'BareValibotTools.greet: input must be a Standard Schema of an object that makes JSON Schema, such as z.object({ … }). Of valibot that is toStandardJsonSchema(schema), from @valibot/to-json-schema',
  ],
  [
    tools.BareValibotOutputTools,
    'BareValibotOutputTools.greet: output must be a class with class-validator decorators, or a schema of an object or a list, such as z.object({ … }); [Row] is a list of rows. Of valibot that is toStandardJsonSchema(schema), from @valibot/to-json-schema',
  ],
  [
    tools.DateTools,
    'DateTools.search: input has no JSON Schema at "since": Date cannot be represented in JSON Schema. Describe what JSON holds of it: z.iso.datetime() in place of z.date()',
  ],
  [
    tools.UndecoratedOutputTools,
    'UndecoratedOutputTools.first: WithoutRules has no property with a class-validator decorator, so its output cannot be described. Add one to each property, such as @IsString()',
  ],
  [
    tools.TextSchemaTools,
    'TextSchemaTools.greet: input must be a Standard Schema of an object that makes JSON Schema, such as z.object({ … })',
  ],
  [
    tools.ForeignReferenceTools,
    "ForeignReferenceTools.find: input is not a JSON Schema (2020-12 or draft-07) that stands alone: can't resolve reference https://example.com/id.json from id #. Put it under $defs",
  ],
  [
    tools.TextOutputTools,
    'TextOutputTools.greet: output must be a class with class-validator decorators, or a schema of an object or a list, such as z.object({ … }); [Row] is a list of rows',
  ],
  [
    tools.DateOutputTools,
    'DateOutputTools.first: output has no JSON Schema at "since": Date cannot be represented in JSON Schema. Describe what JSON holds of it: z.iso.datetime() in place of z.date(), and z.string().transform(…).pipe(z.number()) to say what a transform gives',
  ],
  [
    tools.SameNameTools,
    `SameNameTools.label and SameNameTools.print are both named "label". Give one another name: @Tool({ name: '…' })`,
  ],
  [
    inputs.ListTools,
    'ListTools.search: ListWithoutEach.tags is declared as an array, but @IsString wants one value. Add { each: true }',
  ],
  [
    inputs.EachTools,
    'EachTools.search: EachWithoutList.tag is declared as a string, but @IsString has { each: true }. Leave that out, or declare an array',
  ],
  [
    inputs.MembersTools,
    'MembersTools.search: the class of MembersWithoutType.ranges is unknown at run time. Add @Type(() => TheClass)',
  ],
  [
    inputs.NestedTools,
    'NestedTools.search: NestedWithoutRule.range is declared as Range, but no decorator checks it. Add @ValidateNested(), or @Allow() if any value will do',
  ],
  [
    inputs.InPlaceTools,
    'InPlaceTools.search: the class of ObjectInPlace.range is unknown at run time. Add @Type(() => TheClass)',
  ],
  [
    inputs.RecordTools,
    'RecordTools.search: RecordOfClasses.ranges is declared as a record, but @ValidateNested({ each: true }) wants an array. Declare a Map<string, TheClass>, or an array of the class',
  ],
  [
    inputs.SetTools,
    'SetTools.search: SetOfTexts.tags is a Set, which JSON does not have. Declare an array with @ArrayUnique()',
  ],
  [
    inputs.BoundsTools,
    'BoundsTools.search: CrossedBounds.limit: no value passes @Max and @Min. Leave one of them out',
  ],
  [
    inputs.TwoTypesTools,
    'TwoTypesTools.find: TwoTypes.id: no value passes @IsInt and @IsString. Leave one of them out',
  ],
  [
    inputs.DescribedTools,
    'DescribedTools.greet: OnlyDescribed.name has no class-validator decorator. Add one, such as @IsString()',
  ],
  [
    inputs.UndecoratedTools,
    'UndecoratedTools.greet: Undecorated has no property with a class-validator decorator, so its input cannot be described. Add one to each property, such as @IsString()',
  ],
  [
    inputs.ArgumentsTools,
    "ArgumentsTools.greet: WithArguments cannot be made without arguments (Cannot read properties of undefined (reading 'name')). Give its parameters defaults",
  ],
  [
    inputs.NoSubTypesTools,
    "NoSubTypesTools.search: the discriminator of NoSubTypes.range has no subTypes, so it takes no value. Add one for each class: { name: 'card', value: Card }",
  ],
  [
    inputs.PatternTools,
    'PatternTools.search: SlowPattern.words has the pattern ^(\\w+\\s?)*$, which can block the server: a loop in it can take the same text in more than one way. Write it without, or check it in the tool',
  ],
  [
    inputs.ExposedTools,
    'ExposedTools.find: two properties of OneNameTwice are sent as "user_id". Give one another name in @Expose()',
  ],
];

describe('What a newcomer gets wrong', () => {
  it.each(SENTENCES.map(([one, sentence]) => [one.name, one, sentence] as const))(
    'stops the start: %s',
    async (_, provider, sentence) => {
      const module = await Test.createTestingModule({
        imports: [McpModule.forRoot()],
        providers: [provider],
      }).compile();
      const app = module.createNestApplication({ logger: false });
      const refusal: unknown = await app.init().catch((error: unknown) => error);
      await app.close();
      expect(refusal).toBeInstanceOf(ConfigurationError);
      expect((refusal as Error).message).toBe(sentence);
    },
  );

  it('is all in the table', () => {
    const mistakes = Object.values({ ...inputs, ...tools });
    expect(new Set(SENTENCES.map(([one]) => one))).toEqual(new Set(mistakes));
  });
});
