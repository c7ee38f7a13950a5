/** Classes that stop the start. */
export const REFUSED_CLASSES = [
  '@IsString() @IsInt() it!: string;',
  '@Min(10) @Max(5) it!: number;',
  "@IsIn(['a', 'b']) @MinLength(2) it!: string;",
  '@IsString({ each: true }) @IsInt({ each: true }) it!: string[];',
  '@ArrayMinSize(3) @ArrayMaxSize(2) it!: string[];',
  "@MinDate(new Date('2026-02-01')) @MaxDate(new Date('2026-01-01')) it!: Date;",
  '@IsDate() @IsDateString() it!: Date;',
  '@IsInt() @Min(0.2) @Max(0.8) it!: number;',
  '@IsEmpty() @IsNotEmpty() it!: string;',
  '@IsDivisibleBy(0.01) it!: number;',
  "@Contains('abc') @MaxLength(2) it!: string;",
  '@Type(() => Number) @IsString() it!: string;',
  "@Describe('A name', { schema: { type: 'string' } }) @IsString() it!: string;",
  "@Describe('A name', { schema: true }) @Transform(({ value }) => value) @IsString() it!: string;",
  '@IsString() it!: number;',
  '@IsDateString() it!: Date;',
  '@IsInt() it!: bigint;',
  '@IsString() it!: string[];',
  '@IsString({ each: true }) it!: string;',
  '@ValidateNested({ each: true }) @Type(() => Money) it!: Record<string, Money>;',
  '@IsOptional() it?: Money;',
  '@IsInstance(Money) it!: Money;',
  '@IsArray() it!: Set<string>;',
  "@IsInt() size!: number; @Expose({ name: 'size' }) @IsInt() it!: number;",
  "@Describe('A name') it!: string;",
  'it!: string;',
  '@ValidateNested({ each: true }) it!: Money[];',
  'class Input { @ValidateNested() it!: Input; }',
  '@Matches(/^(a+)+$/) it!: string;',
  'constructor(settings: { size: number }) { this.it = settings.size; } @IsInt() it: number;',
];

/** Classes that start, with a line in the log. */
export const REMARKED_CLASSES = [
  '@IsObject() @Type(() => Money) it!: Money;',
  '@IsArray() @Type(() => Money) it!: Money[];',
  '@MinDate(new Date()) it!: Date;',
];

/** Inputs that are no classes. */
export const REFUSED_SCHEMAS = [
  'z.string()',
  'z.object({ it: z.date() })',
  'z.union([z.object({ it: z.int() }), z.string()])',
  "{ type: 'string' }",
  "{ type: 'object', properties: { it: { type: 'text' } } }",
  "{ $schema: 'https://json-schema.org/draft/2019-09/schema', type: 'object' }",
  "{ type: 'object', properties: { it: { enum: ['a'], nullable: true } } }",
  "{ type: 'object', properties: { it: { $ref: 'https://example.com/it.json' } } }",
  "{ type: 'object', properties: { it: { type: 'string', pattern: '^(a+)+$' } } }",
];
