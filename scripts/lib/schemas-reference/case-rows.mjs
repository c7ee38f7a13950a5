/** What stands in a class, and the arguments of calls. */

export const TYPES = [
  ['@IsOptional() it?: string;', { it: 1 }],
  ['@IsOptional() it?: number;', { it: '1' }],
  ['@IsOptional() it?: boolean;', { it: 'yes' }],
  ['@IsOptional() it?: Date;', { it: '2026-01-31' }, { it: 'soon' }],
  ['@IsOptional() it?: string[];', { it: [1] }, { it: 'a' }],
  ['@IsOptional() it?: Record<string, string>;', { it: 1 }],
  ['@IsOptional() it?: unknown;', { it: 1 }],
  ['@IsString({ each: true }) it!: string[];', { it: ['a'] }, { it: 'a' }],
  ['@IsInt({ each: true }) it!: Map<string, number>;', { it: { a: 1 } }, { it: { a: 'x' } }],
  ['@ValidateNested() it!: Money;', { it: { cents: 5 } }, { it: { cents: 'x' } }],
  ['@ValidateNested({ each: true }) @Type(() => Money) it!: Money[];', { it: [{ cents: 5 }] }, { it: [5] }],
  [
    '@ValidateNested({ each: true }) @Type(() => Money) it!: Map<string, Money>;',
    { it: { a: { cents: 5 } } },
  ],
  ['@ValidateNested() from!: Money; @ValidateNested() to!: Money;', { from: { cents: 5 }, to: {} }],
  [
    'class Input { @IsInt() size!: number; @ValidateNested({ each: true }) @Type(() => Input) parts: Input[] = []; }',
    { size: 2, parts: [{ size: 1 }] },
    { size: 2, parts: [{}] },
  ],
  [
    "@ValidateNested() @Type(() => Object, { discriminator: { property: 'kind', subTypes: [{ name: 'cat', value: Cat }, { name: 'dog', value: Dog }] } }) it!: Cat | Dog;",
    { it: { kind: 'dog', age: 3 } },
    { it: { kind: 'cow' } },
    { it: { age: 3 } },
  ],
];

/** Each is called without the property, and with null for it. */
export const PRESENCE = [
  '@IsString() it!: string;',
  "@IsString() it = 'a';",
  '@IsDate() it = new Date(0);',
  '@IsOptional() @IsString() it?: string;',
  "@IsOptional() @IsString() it = 'a';",
  "@IsOptional() @Describe('A note', { nullable: true }) @IsString() it?: string | null;",
  "@Describe('A note', { nullable: true }) @IsString() it!: string | null;",
  '@ValidateIf((_, value) => value !== null) @IsString() it!: string | null;',
  '@ValidateIf((_, value) => value !== undefined) @IsString() it?: string;',
  "@ValidateIf(({ kind }) => kind === 'a') @IsString() it?: string; @IsOptional() @IsString() kind?: string;",
  "@IsIn(['a', null]) it!: string | null;",
  '@Allow() it?: unknown;',
  '@IsDefined() it!: unknown;',
];

export const DESCRIBED = [
  "@Describe('A name in Latin') @IsString() it!: string;",
  "@Describe('An account') @IsIBAN() it!: string;",
  "@Describe('A name', { examples: ['fern', 'oak'] }) @IsString() it!: string;",
  "@Describe('Use name', { deprecated: true }) @IsOptional() @IsString() it?: string;",
  "@Describe('Where', { header: 'Region' }) @IsString() it!: string;",
  "@Describe('An id', { schema: { type: ['string', 'integer'] } }) @Transform(({ value }) => Number(value)) @IsInt() it!: number;",
];

export const DESCRIBED_BY_SWAGGER = [
  "@ApiProperty({ description: 'A name', example: 'fern' }) @IsString() it!: string;",
  "@ApiProperty({ examples: ['fern', 'oak'], deprecated: true }) @IsString() it!: string;",
  "@ApiProperty({ examples: { small: { value: 'fern' } } }) @IsString() it!: string;",
  "@ApiProperty({ description: 'Not this', example: 'fern' }) @Describe('A name') @IsString() it!: string;",
  "@ApiProperty({ enum: ['fern'], enumName: 'Plant', minLength: 2, nullable: true }) @IsString() it!: string;",
];

export const TRANSFORMED = [
  ["@Expose({ name: 'is' }) @IsInt() it!: number;", { is: 1 }, { it: 1 }],
  [
    "@Expose({ groups: ['admin'] }) @IsOptional() @IsInt() it?: number; @IsInt() size!: number;",
    { size: 1 },
    { size: 1, it: 1 },
  ],
  ['@Exclude() @IsInt() it = 1; @IsInt() size!: number;', { size: 1 }, { size: 1, it: 1 }],
  ['@Type(() => Number) @IsInt() it!: number;', { it: '5' }, { it: '5 kg' }],
  ['@Type(() => Boolean) @IsBoolean() it!: boolean;', { it: 'true' }, { it: 'yes' }],
  ['@Type(() => String) @IsString() it!: string;', { it: 5 }, { it: {} }],
  ['@Type(() => Date) @IsDate() it!: Date;', { it: '2026-01-31' }, { it: 5 }],
  [
    '@Transform(({ value }) => String(value).trim()) @IsEmail() it!: string;',
    { it: ' a@example.com ' },
    { it: ' a ' },
  ],
  [
    "@Describe('Labels', { schema: { type: 'string' } }) @Transform(({ value }) => String(value).split(',')) @IsString({ each: true }) it!: string[];",
    { it: 'a,b' },
    { it: 5 },
  ],
  [
    "@Describe('A level', { schema: { type: 'string', enum: ['Low', 'High'] } }) @Transform(({ value }) => Level[value]) @IsEnum(Level) it!: Level;",
    { it: 'High' },
    { it: 'Mid' },
  ],
  [
    "@Describe('A day as DD.MM.YYYY', { schema: { type: 'string' } }) @Transform(({ value }) => new Date(value.split('.').reverse().join('-'))) @IsDate() it!: Date;",
    { it: '03.04.2026' },
  ],
  [
    "@Transform(() => { throw new BadRequestException('Closed on Mondays'); }) @IsString() it!: string;",
    { it: 'a' },
  ],
  ["@Transform(() => { throw new Error('secret'); }) @IsString() it!: string;", { it: 'a' }],
];

export const MAPPED = [
  ['class Input extends PartialType(Money) {}', {}],
  ["class Input extends PickType(Offer, ['price']) {}", { price: { cents: 5 } }],
  ["class Input extends OmitType(Offer, ['price']) {}", { title: 'Fern' }],
  ['class Input extends IntersectionType(Cat, Dog) {}', { name: 'Tom', age: 3 }],
];
