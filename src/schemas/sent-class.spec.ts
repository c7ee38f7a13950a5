import 'reflect-metadata';
import { Exclude, Expose, instanceToPlain, Transform, Type } from 'class-transformer';
import { Allow, IsInt, IsString, ValidateNested } from 'class-validator';
import { ConfigurationError } from '../protocol/index.js';
import { createOutput } from './create-output.js';
import type { DtoClass } from './dto-shape.js';

@Exclude()
class Closed {
  @Expose() @IsInt() id = 1;
  @IsString() hidden = 'a';
  version = 2;
}

class OneWay {
  @Expose({ name: 'user_id', toClassOnly: true }) @IsInt() userId = 1;
  @Exclude({ toClassOnly: true }) @IsInt() made = 2;
  @Exclude({ toPlainOnly: true }) @IsInt() hidden = 3;
}

class Undecorated {
  @IsInt() id = 1;
  @Exclude() secret = 'a';
}

class Inheriting extends Undecorated {
  @IsInt() more = 2;
}

class Shown {
  @Transform(({ value }) => value as number) @IsInt() id = 1;
  @Expose()
  @IsString()
  get name(): string {
    return `Number ${this.id}`;
  }
}

class Card {
  @Exclude() @IsString() number = '4111';
  @IsString() holder = 'Ann';
}

class Cash {
  @IsInt() coins = 3;
}

const PAYMENTS = {
  discriminator: {
    property: 'kind',
    subTypes: [
      { name: 'card', value: Card },
      { name: 'cash', value: Cash },
    ],
  },
};

class Bill {
  @ValidateNested() @Type(() => Object, PAYMENTS) first: Card | Cash = new Card();
  @ValidateNested({ each: true }) @Type(() => Object, PAYMENTS) others: (Card | Cash)[] = [new Cash()];
}

class Labelled {
  @IsInt() id = 1;
  @Expose()
  get label(): string {
    return `Number ${this.id}`;
  }
}

class Grouped {
  @IsInt() id = 1;
  @Expose({ groups: ['admin'] }) @IsString() note = 'a';
}

class Plain {
  @IsInt() id = 1;
  @Type(() => Number) @IsInt() count = 2;
  @Transform(({ value }) => value as number, { toClassOnly: true }) @IsInt() sum = 3;
}

class Untyped {
  @Allow() any: unknown = new Plain();
}

describe('What is sent of an output class', () => {
  it.each<[DtoClass]>([[Closed], [OneWay], [Undecorated], [Inheriting], [Shown], [Bill], [Grouped]])(
    'is what class-transformer makes, as of %p',
    (Dto) => {
      const output = createOutput(Dto, undefined, 'T.t')!;
      const instance = new Dto();
      const sent = output.toSent(instance) as object;
      expect(sent).toEqual(instanceToPlain(new Dto()));
      expect(() => output.check(sent)).not.toThrow();
      const { properties } = output.schema as { properties?: object };
      expect(Object.keys(properties!)).toEqual(expect.arrayContaining(Object.keys(sent)));
      expect(JSON.stringify(output.schema)).not.toMatch(/hidden|secret|4111/);
    },
  );

  it('may be more in a group, which the schema knows', () => {
    const output = createOutput(Grouped, undefined, 'T.t')!;
    expect(output.toSent(new Grouped())).toEqual({ id: 1 });
    expect(() => output.check(instanceToPlain(new Grouped(), { groups: ['admin'] }))).not.toThrow();
  });

  it.each<[DtoClass]>([[Plain], [Untyped], [Cash]])('is the instance itself, as of %p', (Dto) => {
    const instance = new Dto();
    expect(createOutput(Dto, undefined, 'T.t')!.toSent(instance)).toBe(instance);
  });

  it('is left to JSON where it contains itself', () => {
    const value: Record<string, unknown> = { a: new Undecorated() };
    value['b'] = value;
    expect(createOutput(Undecorated, undefined, 'T.t')!.toSent(value)).toEqual({ a: { id: 1 }, b: value });
  });

  it('has to be described', () => {
    expect(() => createOutput(Labelled, undefined, 'T.t')).toThrow(
      new ConfigurationError(
        'T.t: Labelled.label has @Expose(), but no class-validator decorator. Add one, such as @IsString()',
      ),
    );
  });
});
